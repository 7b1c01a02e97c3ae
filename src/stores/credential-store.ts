import { createStore, type StoreApi } from 'zustand/vanilla';
import { isJsonObject, ownValue, type Credential, type JsonValue } from '../protocol/index.ts';

/** The part of `sessionStorage` that is used; a browser may forbid all of it. */
export type SessionStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export interface CredentialState {
  readonly credential: Credential | undefined;
  /** The endpoint and tenant that the credential was given for: it is sent nowhere else. */
  readonly scope: string | undefined;
}

export type CredentialStore = StoreApi<CredentialState> & {
  /** Takes up what this browser session holds, if anything: it stays of use for its own scope only. */
  restore(): void;
  remember(scope: string, credential: Credential): void;
  /** The credential, if it was given for this scope. */
  credentialFor(scope: string): Credential | undefined;
  forget(): void;
};

const KEY = 'neurallog.credential';

/** Credentials live for the browser session only (UI contract, "Signing in"). Without storage they live for the page. */
export function createCredentialStore(storage: SessionStorage | undefined): CredentialStore {
  const store = createStore<CredentialState>(() => ({ credential: undefined, scope: undefined }));
  const attempt = <Value>(action: () => Value): Value | undefined => {
    try {
      return action();
    } catch {
      return undefined;
    }
  };
  return Object.assign(store, {
    restore(): void {
      const saved = readSaved(attempt(() => storage?.getItem(KEY)));
      if (saved !== undefined) store.setState(saved);
    },
    remember(scope: string, credential: Credential): void {
      store.setState({ scope, credential });
      // First away with the old one: where the storage is full, a reload must not bring back what was replaced.
      attempt(() => storage?.removeItem(KEY));
      attempt(() => storage?.setItem(KEY, JSON.stringify({ scope, credential })));
    },
    credentialFor(scope: string): Credential | undefined {
      const state = store.getState();
      return state.scope === scope ? state.credential : undefined;
    },
    forget(): void {
      store.setState({ scope: undefined, credential: undefined });
      attempt(() => storage?.removeItem(KEY));
    },
  });
}

function readSaved(text: string | null | undefined): { scope: string; credential: Credential } | undefined {
  if (text === null || text === undefined) return undefined;
  let saved: JsonValue;
  try {
    saved = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isJsonObject(saved)) return undefined;
  const scope = ownValue(saved, 'scope');
  const credential = ownValue(saved, 'credential');
  if (typeof scope !== 'string' || !isJsonObject(credential)) return undefined;
  const token = ownValue(credential, 'token');
  if (typeof token === 'string') return { scope, credential: { kind: 'token', token } };
  const apiKey = ownValue(credential, 'apiKey');
  return typeof apiKey === 'string' ? { scope, credential: { kind: 'apiKey', apiKey } } : undefined;
}
