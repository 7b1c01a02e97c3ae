import type { Credential } from '../protocol/index.ts';

/** What a sign-in link brought in its fragment. */
export interface SignInLink {
  readonly credential: Credential;
  readonly tenant: string | undefined;
}

/** Whether a fragment is that of a sign-in link. */
export function isSignInFragment(hash: string): boolean {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  return parameters.has('token') || parameters.has('apiKey');
}

/**
 * Takes over `#token=…` or `#apiKey=…` (and `&tenant=…`) and wipes the whole fragment from the address and from history
 * (UI contract, "Signing in"). Must run before anything else could look at the address.
 */
export function takeSignInLink(
  location: Pick<Location, 'hash' | 'pathname' | 'search'>,
  history: Pick<History, 'replaceState'>,
): SignInLink | undefined {
  if (!isSignInFragment(location.hash)) return undefined;
  const parameters = new URLSearchParams(location.hash.replace(/^#/, ''));
  const token = parameters.get('token') ?? '';
  const apiKey = parameters.get('apiKey') ?? '';
  history.replaceState(null, '', `${location.pathname}${location.search}`);
  const tenant = parameters.get('tenant') ?? undefined;
  if (token !== '') return { credential: { kind: 'token', token }, tenant };
  return apiKey === '' ? undefined : { credential: { kind: 'apiKey', apiKey }, tenant };
}
