// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest';
import { createSettingsStore, createStreamStore, type Settings } from '../stores/index.ts';
import { AddressBar } from './address-bar-sync.ts';

function openedAt(
  address: string,
  remembered: Partial<Settings> = {},
): {
  bar: AddressBar;
  store: ReturnType<typeof createStreamStore>;
  settings: ReturnType<typeof createSettingsStore>;
} {
  history.replaceState(null, '', address);
  const store = createStreamStore('acme');
  const settings = createSettingsStore({ storage: undefined, isTimeZone: () => true });
  settings.choose(remembered);
  const bar = new AddressBar({ streamStore: () => store, settingsStore: settings, configuredTenant: 'acme' });
  bar.readFirst();
  return { bar, store, settings };
}

beforeEach(() => history.replaceState(null, '', '/'));

describe('the address bar', () => {
  it('gives the store what it says', () => {
    const { store, settings, bar } = openedAt('/?query=level:ERROR&tz=utc&wrap=true&limit=x');
    expect(store.getState()).toMatchObject({ request: { query: 'level:ERROR' } });
    expect(settings.getState()).toMatchObject({ timeZone: 'utc', isWrapped: true });
    expect(
      store
        .getState()
        .problems.map((problem) => problem.message)
        .join(),
    ).toContain('limit');
    expect(bar.linkTenant).toBeUndefined();
    expect(store.getState().tenant).toBe('acme');
  });

  it('offers the tenant of the link to whoever has to sign in', () => {
    const { store, bar } = openedAt('/?tenant=other');
    expect([bar.linkTenant, store.getState().tenant]).toEqual(['other', 'other']);
  });

  it('names the line of the link once, and keeps it in the address until it is opened', () => {
    const { bar } = openedAt('/?log=log-7');
    bar.write('replace');
    expect(location.search).toBe('?log=log-7');
    expect(bar.takeLogId()).toBe('log-7');
    expect(bar.takeLogId()).toBeUndefined();
    bar.write('replace');
    expect(location.search).toBe('');
  });

  it('makes a step that Back returns from, or none', () => {
    const { bar, store, settings } = openedAt('/');
    const steps = history.length;
    store.setState({ request: { ...store.getState().request, query: 'a' } });
    bar.write('push');
    expect([history.length, location.search]).toEqual([steps + 1, '?query=a']);
    bar.write('push');
    settings.choose({ timeZone: 'utc' });
    bar.write('replace');
    expect([history.length, location.search]).toEqual([steps + 1, '?query=a&tz=utc']);
  });

  it('gives a link that opens the same, without credentials and fragment', () => {
    const { bar, store } = openedAt('/app/?query=a+b&token=canary#token=canary');
    expect(bar.link(store)).toBe(`${location.origin}/app/?query=a+b`);
  });

  it('writes the tenant only where it is not the configured one', () => {
    const { bar, store } = openedAt('/');
    store.setState({ tenant: 'other' });
    bar.write('replace');
    expect(location.search).toBe('?tenant=other');
    store.setState({ tenant: 'acme' });
    bar.write('replace');
    expect(location.search).toBe('');
  });

  it('wins over remembered settings where it names them, and lets them be where it does not', () => {
    const { settings, bar } = openedAt('/?tz=local', { timeZone: 'utc', isWrapped: true });
    expect(settings.getState()).toMatchObject({ timeZone: 'local', isWrapped: true });
    bar.write('replace');
    expect(location.search).toBe('?tz=local&wrap=true');
  });

  it('holds what another person would not see without it', () => {
    const { settings, bar } = openedAt('/');
    settings.choose({ isWrapped: true, columns: [{ path: 'user.id', widthCh: 16 }], fontSizePx: 14 });
    bar.write('replace');
    expect(location.search).toBe('?wrap=true&columns=user.id');
    settings.reset();
    bar.write('replace');
    expect(location.search).toBe('');
  });
});
