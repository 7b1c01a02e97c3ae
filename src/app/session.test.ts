import { beforeEach, describe, expect, it } from 'vitest';
import type { Credential } from '../protocol/index.ts';
import { createCredentialStore, createSessionStore, type SessionPhase, type SessionStorage } from '../stores/index.ts';
import { Session } from './session.ts';
import type { SignInLink } from './sign-in-link.ts';

const MINE: Credential = { kind: 'token', token: 'mine' };
const THEIRS: Credential = { kind: 'token', token: 'theirs' };
const ENDPOINT = 'https://api.{tenant}.example.com/v1';

let items: Map<string, string>;
let storage: SessionStorage;
beforeEach(() => {
  items = new Map();
  storage = {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
});

/** A page that has just been opened; the storage of the browser session is shared by all of them. */
function open(options: { address?: string; link?: SignInLink; endpoint?: string } = {}) {
  const calls: string[] = [];
  const credentialStore = createCredentialStore(storage);
  const sessionStore = createSessionStore();
  const session = new Session({
    config: { endpoint: options.endpoint ?? ENDPOINT, tenant: 'acme', notice: undefined },
    pageUrl: 'http://localhost:4280/',
    credentialStore,
    sessionStore,
    onSignedIn: (tenant) => calls.push(`signed in ${tenant}`),
    onSignedInAgain: () => calls.push('signed in again'),
    onSignedOut: () => calls.push('signed out'),
  });
  session.begin(options.address, options.link);
  return { session, calls, phase: (): SessionPhase => sessionStore.getState().phase, credentialStore };
}

function link(credential: Credential, tenant?: string): SignInLink {
  return { credential, tenant };
}

describe('a page that is opened', () => {
  it('asks to sign in where nobody is', () => {
    const { session, calls, phase } = open();
    expect(phase()).toEqual({ kind: 'signed_out', reason: undefined });
    expect([session.base, session.credential, calls]).toEqual([undefined, undefined, []]);
  });

  it('signs in by its link, at the tenant of the link, else of the address, else the configured one', () => {
    expect(open({ link: link(MINE, 'one'), address: 'two' }).session.base).toBe('https://api.one.example.com/v1');
    items.clear();
    expect(open({ link: link(MINE), address: 'two' }).session.base).toBe('https://api.two.example.com/v1');
    items.clear();
    const { session, calls, phase } = open({ link: link(MINE) });
    expect([session.base, session.credential]).toEqual(['https://api.acme.example.com/v1', MINE]);
    expect([calls, phase()]).toEqual([['signed in acme'], { kind: 'signed_in' }]);
  });

  it('is signed in again after a reload', () => {
    open({ link: link(MINE) });
    const { session, calls } = open();
    expect([session.credential, calls]).toEqual([MINE, ['signed in acme']]);
  });

  it('asks to sign in at another tenant, and at another endpoint', () => {
    open({ link: link(MINE) });
    for (const other of [open({ address: 'other' }), open({ endpoint: 'https://evil.example.com/v1' })]) {
      expect(other.phase().kind).toBe('signed_out');
      expect([other.session.credential, other.calls]).toEqual([undefined, []]);
    }
    expect(open().session.credential).toEqual(MINE);
  });

  it.each(['Evil.example.com/', 'a@b', ''])('refuses the tenant %j before it is part of an address', (tenant) => {
    const { session, phase, credentialStore } = open({ link: link(MINE, tenant) });
    expect(phase()).toMatchObject({ kind: 'signed_out', reason: expect.stringContaining('not a tenant') });
    expect([session.base, credentialStore.getState().credential]).toEqual([undefined, undefined]);
  });
});

describe('a link that brings credentials while others are in use', () => {
  it('asks, and nothing is sent to anybody until it is answered', () => {
    open({ link: link(MINE) });
    const { session, phase, calls } = open({ link: link(THEIRS) });
    expect(phase()).toMatchObject({ kind: 'asking', confirmLabel: 'Replace' });
    expect(JSON.stringify(phase())).not.toMatch(/mine|theirs/);
    expect([calls, session.base]).toEqual([[], undefined]);
  });

  it('replaces them when that is confirmed', () => {
    open({ link: link(MINE) });
    const { session, phase, calls } = open({ link: link(THEIRS) });
    session.answer(true);
    expect([session.credential, phase(), calls]).toEqual([THEIRS, { kind: 'signed_in' }, ['signed in acme']]);
    expect(open().session.credential).toEqual(THEIRS);
  });

  it('leaves them when it is not, and forgets what the link brought', () => {
    open({ link: link(MINE) });
    const { session, calls } = open({ link: link(THEIRS) });
    session.answer(false);
    session.answer(true);
    expect([session.credential, calls]).toEqual([MINE, ['signed in acme']]);
    expect([...items.values()].join()).not.toContain('theirs');
  });

  it('asks too when it leads to another tenant, and stays at the one in use if that is wanted', () => {
    open({ link: link(MINE) });
    expect(open({ link: link(MINE, 'other') }).phase().kind).toBe('asking');
    const kept = open({ link: link(THEIRS, 'other') });
    expect(kept.phase().kind).toBe('asking');
    kept.session.answer(false);
    expect([kept.session.base, kept.session.credential]).toEqual(['https://api.acme.example.com/v1', MINE]);
    expect(kept.calls).toEqual(['signed in acme']);

    const replaced = open({ link: link(THEIRS, 'other') });
    replaced.session.answer(true);
    expect([replaced.session.base, replaced.session.credential]).toEqual(['https://api.other.example.com/v1', THEIRS]);
    expect([...items.values()].join()).not.toContain('mine');
  });

  it('asks nothing when they are the same', () => {
    open({ link: link(MINE) });
    expect(open({ link: link(MINE) }).calls).toEqual(['signed in acme']);
  });

  it('asks nothing when the ones in use were given for another endpoint', () => {
    open({ link: link(MINE), endpoint: 'https://old.example.com/v1' });
    expect(open({ link: link(THEIRS) }).session.credential).toEqual(THEIRS);
  });
});

describe('signing in by the form', () => {
  it('enters the tenant that was given', () => {
    const { session, calls } = open();
    session.signIn('other', MINE);
    expect([session.base, session.credential, calls]).toEqual([
      'https://api.other.example.com/v1',
      MINE,
      ['signed in other'],
    ]);
  });

  it('refuses a tenant that is none and keeps nothing of the credential', () => {
    const { session, phase } = open();
    session.signIn('Not A Tenant', MINE);
    expect(phase()).toMatchObject({ kind: 'signed_out' });
    expect(items.size).toBe(0);
  });
});

describe('credentials that the server refuses', () => {
  it('are forgotten and asked for once, over what is shown', () => {
    const { session, phase, calls } = open({ link: link(MINE) });
    session.refused('Expired.');
    session.refused('Expired too.');
    expect(phase()).toEqual({ kind: 'refused', reason: 'Expired.' });
    expect([session.credential, items.size, calls]).toEqual([undefined, 0, ['signed in acme']]);
  });

  it('replaced by good ones let the stream go on', () => {
    const { session, phase, calls } = open({ link: link(MINE) });
    session.refused('Expired.');
    session.signIn('acme', THEIRS);
    expect([phase(), session.credential]).toEqual([{ kind: 'signed_in' }, THEIRS]);
    expect(calls).toEqual(['signed in acme', 'signed in again']);
  });

  it('replaced by those of another tenant put away what was shown first', () => {
    const { session, calls } = open({ link: link(MINE) });
    session.refused('Expired.');
    session.signIn('other', THEIRS);
    expect(calls).toEqual(['signed in acme', 'signed out', 'signed in other']);
    expect(session.base).toBe('https://api.other.example.com/v1');
  });

  it('are told from those that somebody has signed in with since', () => {
    const { session } = open({ link: link(MINE) });
    expect([session.hasReplaced(MINE), session.hasReplaced({ ...MINE })]).toEqual([false, false]);
    session.refused('Expired.');
    expect([session.hasReplaced(MINE), session.hasReplaced(undefined)]).toEqual([false, false]);
    session.signIn('acme', THEIRS);
    expect([session.hasReplaced(MINE), session.hasReplaced(THEIRS)]).toEqual([true, false]);
    // A socket that was asked for while nobody was signed in.
    expect(session.hasReplaced(undefined)).toBe(true);
    session.signOut();
    expect(session.hasReplaced(MINE)).toBe(false);
  });

  it('of somebody who has signed out already ask nothing', () => {
    const { session, phase } = open({ link: link(MINE) });
    session.signOut();
    session.refused('Late.');
    expect(phase()).toEqual({ kind: 'signed_out', reason: undefined });
  });
});

describe('signing out', () => {
  it('forgets the credentials, in the page and in the browser session', () => {
    const { session, phase, calls } = open({ link: link(MINE) });
    session.signOut();
    expect([session.credential, items.size]).toEqual([undefined, 0]);
    expect([phase(), calls]).toEqual([{ kind: 'signed_out', reason: undefined }, ['signed in acme', 'signed out']]);
    expect(open().phase().kind).toBe('signed_out');
  });
});
