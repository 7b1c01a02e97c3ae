/** What proves who is asking (protocol, "Endpoints"). Never part of a link, a log line or a message. */
export type Credential =
  { readonly kind: 'token'; readonly token: string } | { readonly kind: 'apiKey'; readonly apiKey: string };

export type StreamName = 'logs' | 'notifications';

/** The base address of an API, such as `https://api.acme.neurallog.com/v1`, without a slash at its end. */
export type ApiBase = string;

export type ResolvedEndpoint =
  { readonly ok: true; readonly base: ApiBase } | { readonly ok: false; readonly message: string };

/** Whether a text is one DNS label in lower case: what a tenant must be before it becomes part of an address. */
export function isTenant(text: string): boolean {
  return /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text);
}

/**
 * The API's base for an endpoint template and a tenant. `template` may hold `{tenant}` and may be relative to `pageUrl`;
 * anything but http and https, or an address with credentials in it, is refused with a reason.
 */
export function resolveEndpoint(template: string, tenant: string, pageUrl: string): ResolvedEndpoint {
  if (!isTenant(tenant)) {
    const rule = 'lower-case letters, digits and inner hyphens, at most 63';
    return { ok: false, message: `"${tenant}" is not a tenant: it must be one DNS label (${rule}).` };
  }
  let url: URL;
  try {
    url = new URL(template.replaceAll('{tenant}', tenant).replace(/^ws(s?):/, 'http$1:'), pageUrl);
  } catch {
    return { ok: false, message: `The endpoint "${template}" is not an address.` };
  }
  if (url.username !== '' || url.password !== '') {
    return { ok: false, message: 'The endpoint must not hold a user name or a password.' };
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return { ok: false, message: `The endpoint "${template}" must be http, https, ws or wss.` };
  }
  return { ok: true, base: `${url.origin}${url.pathname.replace(/\/+$/, '')}` };
}

/** The address of a stream's socket, credentials included: hand it to the socket and to nothing else. */
export function streamAddress(
  base: ApiBase,
  stream: StreamName,
  credential: Credential | undefined,
  parameters: URLSearchParams = new URLSearchParams(),
): string {
  const path = stream === 'logs' ? '/logs/stream' : '/notifications';
  const url = new URL(`${base.replace(/^http/, 'ws')}${path}`);
  const query = new URLSearchParams(parameters.toString());
  if (credential?.kind === 'token') query.set('token', credential.token);
  if (credential?.kind === 'apiKey') query.set('apiKey', credential.apiKey);
  url.search = query.toString();
  return url.toString();
}
