import { describe, expect, it } from 'vitest';
import { createCredentialStore, type SessionStorage } from './credential-store.ts';

const HERE = 'acme https://api.acme.example.com/v1';
const TOKEN = { kind: 'token', token: 'canary' } as const;

function storageWith(saved?: string): SessionStorage & { readonly items: Map<string, string> } {
  const items = new Map<string, string>();
  if (saved !== undefined) items.set('neurallog.credential', saved);
  return {
    items,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

function forbidden(): never {
  throw new DOMException('forbidden', 'SecurityError');
}

describe('credentials', () => {
  it.each([TOKEN, { kind: 'apiKey', apiKey: 'canary' } as const])(
    'outlive a reload of the page: $kind',
    (credential) => {
      const storage = storageWith();
      createCredentialStore(storage).remember(HERE, credential);
      const afterReload = createCredentialStore(storage);
      expect(afterReload.credentialFor(HERE)).toBeUndefined();
      afterReload.restore();
      expect(afterReload.credentialFor(HERE)).toEqual(credential);
    },
  );

  it.each(['acme https://evil.example.com/v1', 'other https://api.acme.example.com/v1', '', `${HERE}/`])(
    'are for the place that they were given for, not for %j',
    (elsewhere) => {
      const storage = storageWith();
      const store = createCredentialStore(storage);
      store.remember(HERE, TOKEN);
      expect(store.credentialFor(elsewhere)).toBeUndefined();
      const afterReload = createCredentialStore(storage);
      afterReload.restore();
      expect(afterReload.credentialFor(elsewhere)).toBeUndefined();
    },
  );

  it('are replaced by others, for whatever place', () => {
    const store = createCredentialStore(storageWith());
    store.remember(HERE, TOKEN);
    store.remember('other place', { kind: 'apiKey', apiKey: 'k' });
    expect(store.credentialFor(HERE)).toBeUndefined();
    expect(store.credentialFor('other place')).toEqual({ kind: 'apiKey', apiKey: 'k' });
  });

  it('are gone from page and storage when forgotten', () => {
    const storage = storageWith();
    const store = createCredentialStore(storage);
    store.remember(HERE, TOKEN);
    store.forget();
    expect(store.getState()).toEqual({ scope: undefined, credential: undefined });
    expect(storage.items.size).toBe(0);
  });

  it.each([undefined, { getItem: forbidden, setItem: forbidden, removeItem: forbidden }])(
    'live for the page where storage is forbidden',
    (storage) => {
      const store = createCredentialStore(storage);
      store.restore();
      store.remember(HERE, TOKEN);
      expect(store.credentialFor(HERE)).toEqual(TOKEN);
      store.forget();
      expect(store.credentialFor(HERE)).toBeUndefined();
    },
  );

  it('that were replaced do not come back after a reload where the storage is full', () => {
    const storage = storageWith();
    createCredentialStore(storage).remember(HERE, { kind: 'token', token: 'replaced' });
    const full = { ...storage, setItem: (): void => forbidden() };
    createCredentialStore(full).remember(HERE, TOKEN);
    const afterReload = createCredentialStore(storage);
    afterReload.restore();
    expect(afterReload.getState().credential).toBeUndefined();
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '"canary"',
    '{}',
    `{"scope":"${HERE}"}`,
    `{"scope":"${HERE}","credential":null}`,
    `{"scope":"${HERE}","credential":{"token":7}}`,
    `{"scope":["${HERE}"],"credential":{"token":"x"}}`,
    `{"__proto__":{"scope":"${HERE}","credential":{"token":"x"}}}`,
    `{"scope":"${HERE}","credential":{"__proto__":{"token":"x"}}}`,
  ])('are none where the storage holds %s', (saved) => {
    const store = createCredentialStore(storageWith(saved));
    store.restore();
    expect(store.getState().credential).toBeUndefined();
  });
});
