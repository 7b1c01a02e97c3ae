import { createStore, type StoreApi } from 'zustand/vanilla';

/** A word from whoever runs the server, shown until it is closed: a demonstration, history in memory only. */
export interface SiteNotice {
  readonly title: string;
  readonly message: string;
  readonly commands: readonly string[];
}

/** Where the page stands between opening and watching. */
export type SessionPhase =
  | { readonly kind: 'starting' }
  | { readonly kind: 'signed_out'; readonly reason: string | undefined }
  /** A link brings credentials or a tenant other than those in use. */
  | { readonly kind: 'asking'; readonly question: string; readonly confirmLabel: string }
  | { readonly kind: 'signed_in' }
  /** The server refused the credentials while the stream was shown: what is there stays, and the way in stands over it. */
  | { readonly kind: 'refused'; readonly reason: string };

export interface SessionState {
  readonly phase: SessionPhase;
  readonly notice: SiteNotice | undefined;
}

export type SessionStore = StoreApi<SessionState>;

export function createSessionStore(): SessionStore {
  return createStore<SessionState>(() => ({ phase: { kind: 'starting' }, notice: undefined }));
}
