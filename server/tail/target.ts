import { parseStreamParameters, type Credential, type Filter } from '../../src/protocol/index.ts';
import { Mistake } from '../command-line.ts';

/** What an address says: where the API is, and what a link of the dashboard carries beyond that. */
export interface Target {
  /** Without credentials, so that it may be shown. */
  readonly endpoint: string;
  readonly tenant: string;
  readonly credential: Credential | undefined;
  readonly query: string;
  readonly filter: Filter;
}

const NO_SCHEME = /^(?![a-z][a-z\d+.-]*:\/\/)/i;
const USER = /^([a-z][a-z\d+.-]*:\/\/)([^/@]*)@/i;

/**
 * Reads an address as people have it: a server, the base of an API, a link of the dashboard, the link that the gateway
 * prints at its start (`#token=…`), or one with the token for a password. Throws a `Mistake` that never repeats a secret.
 */
export function readTarget(text: string): Target {
  const [beforeHash = '', ...hashes] = text.trim().replace(NO_SCHEME, 'http://').split('#');
  const [withUser = '', ...searches] = beforeHash.split('?');
  const endpoint = withUser.replace(USER, '$1').replace(/\/index\.html$/, '/');
  if (!/^(https?|wss?):\/\/[^/]/i.test(endpoint)) {
    throw new Mistake('The address must begin with http:// or https://, and name a host.');
  }
  const link = new URLSearchParams(hashes.join('#'));
  const { request } = parseStreamParameters(new URLSearchParams(searches.join('?')));
  const search = new URLSearchParams(searches.join('?'));
  return {
    endpoint,
    tenant: link.get('tenant') ?? search.get('tenant') ?? 'default',
    credential: readLinkCredential(link) ?? readUser(USER.exec(withUser)?.[2]),
    query: request.query,
    filter: request.filter,
  };
}

function readLinkCredential(link: URLSearchParams): Credential | undefined {
  const token = link.get('token') ?? '';
  const apiKey = link.get('apiKey') ?? '';
  if (token !== '') return { kind: 'token', token };
  return apiKey === '' ? undefined : { kind: 'apiKey', apiKey };
}

/** `user:token@` and `token@`: the part that is a secret. */
function readUser(user: string | undefined): Credential | undefined {
  const secret = user?.replace(/^[^:]*:/, '') ?? '';
  if (secret === '') return undefined;
  try {
    return { kind: 'token', token: decodeURIComponent(secret) };
  } catch {
    throw new Mistake(
      'The password in the address is not written as addresses are. Use NEURALLOG_TOKEN for the token.',
    );
  }
}
