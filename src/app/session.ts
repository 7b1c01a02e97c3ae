import { resolveEndpoint, type Credential } from '../protocol/index.ts';
import type { CredentialStore, SessionStore } from '../stores/index.ts';
import type { RuntimeConfig } from './runtime-config.ts';
import type { SignInLink } from './sign-in-link.ts';

export interface SessionOptions {
  readonly config: RuntimeConfig;
  readonly pageUrl: string;
  readonly credentialStore: CredentialStore;
  readonly sessionStore: SessionStore;
  /** Called when somebody is signed in: the stream may begin. */
  readonly onSignedIn: (tenant: string) => void;
  /** Somebody signed in again where the credentials had been refused: the stream goes on. */
  readonly onSignedInAgain: () => void;
  readonly onSignedOut: () => void;
}

/** A credential with the place that it was given for. */
interface SignedIn {
  readonly tenant: string;
  readonly base: string;
  readonly credential: Credential;
}

/** Who is signed in where. A credential belongs to the endpoint and tenant it was given for and is sent nowhere else. */
export class Session {
  readonly #options: SessionOptions;
  #base: string | undefined;
  #tenant = '';
  /** What a link brought, and what it would replace. */
  #pending: { readonly brought: SignedIn; readonly held: SignedIn } | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** The API that is spoken to, once a tenant is known. */
  get base(): string | undefined {
    return this.#base;
  }

  get credential(): Credential | undefined {
    return this.#base === undefined
      ? undefined
      : this.#options.credentialStore.credentialFor(scopeOf(this.#base, this.#tenant));
  }

  /** Begins with what the link and this browser session bring. */
  begin(linkTenant: string | undefined, link: SignInLink | undefined): void {
    const { config, credentialStore } = this.#options;
    const tenant = link?.tenant ?? linkTenant ?? config.tenant;
    const base = this.#resolve(tenant);
    if (base === undefined) return;
    credentialStore.restore();
    const held = this.#held();
    const isHeldHere = held?.tenant === tenant && held.base === base;
    if (link !== undefined && held !== undefined && !(isHeldHere && isSame(link.credential, held.credential))) {
      this.#pending = { brought: { tenant, base, credential: link.credential }, held };
      const question = 'This link brings credentials, and you are signed in with others. Replace them?';
      this.#options.sessionStore.setState({ phase: { kind: 'asking', question, confirmLabel: 'Replace' } });
      return;
    }
    if (link !== undefined) this.signIn(tenant, link.credential);
    else if (isHeldHere) this.#enter(tenant, base);
    else this.#ask(undefined);
  }

  answer(isConfirmed: boolean): void {
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending === undefined) return;
    if (isConfirmed) this.signIn(pending.brought.tenant, pending.brought.credential);
    else this.#enter(pending.held.tenant, pending.held.base);
  }

  signIn(tenant: string, credential: Credential): void {
    const base = this.#resolve(tenant);
    if (base === undefined) return;
    const phase = this.#options.sessionStore.getState().phase.kind;
    const isAgain = phase === 'refused' && base === this.#base && tenant === this.#tenant;
    this.#options.credentialStore.remember(scopeOf(base, tenant), credential);
    if (!isAgain) {
      // What is still shown belongs to another tenant.
      if (phase === 'refused') this.#options.onSignedOut();
      return this.#enter(tenant, base);
    }
    this.#options.sessionStore.setState({ phase: { kind: 'signed_in' } });
    this.#options.onSignedInAgain();
  }

  /**
   * Whether somebody has signed in anew since `used` was the credential: a socket that was left up, and a call that was under
   * way, may be refused with the one before. That is no refusal of the credential of now.
   */
  hasReplaced(used: Credential | undefined): boolean {
    const isSignedIn = this.#options.sessionStore.getState().phase.kind === 'signed_in';
    return isSignedIn && !isSame(used, this.credential);
  }

  /** The server refused the credentials: they are forgotten, and asked for once, whatever else is refused. */
  refused(reason: string): void {
    if (this.#options.sessionStore.getState().phase.kind !== 'signed_in') return;
    this.#options.credentialStore.forget();
    this.#options.sessionStore.setState({ phase: { kind: 'refused', reason } });
  }

  signOut(): void {
    this.#options.credentialStore.forget();
    this.#options.onSignedOut();
    this.#ask(undefined);
  }

  /** Leaves what is shown without forgetting the credentials: the address leads to another tenant. */
  leave(): void {
    this.#options.onSignedOut();
  }

  /** What this browser session is signed in with, at whichever tenant. */
  #held(): SignedIn | undefined {
    const { config, pageUrl, credentialStore } = this.#options;
    const { scope, credential } = credentialStore.getState();
    const tenant = scope?.split(' ', 1)[0] ?? '';
    const resolved = resolveEndpoint(config.endpoint, tenant, pageUrl);
    if (credential === undefined || !resolved.ok || scopeOf(resolved.base, tenant) !== scope) return undefined;
    return { tenant, base: resolved.base, credential };
  }

  #resolve(tenant: string): string | undefined {
    const resolved = resolveEndpoint(this.#options.config.endpoint, tenant, this.#options.pageUrl);
    if (resolved.ok) return resolved.base;
    this.#ask(resolved.message);
    return undefined;
  }

  #enter(tenant: string, base: string): void {
    this.#base = base;
    this.#tenant = tenant;
    this.#options.sessionStore.setState({ phase: { kind: 'signed_in' } });
    this.#options.onSignedIn(tenant);
  }

  #ask(reason: string | undefined): void {
    this.#options.sessionStore.setState({ phase: { kind: 'signed_out', reason } });
  }
}

function scopeOf(base: string, tenant: string): string {
  return `${tenant} ${base}`;
}

function isSame(a: Credential | undefined, b: Credential | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
