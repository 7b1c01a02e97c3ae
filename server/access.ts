import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** A token for one run: 192 bits, safe in an address. */
export function createToken(): string {
  return randomBytes(24).toString('base64url');
}

/** Whether an address is of this machine only. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '');
  return name === 'localhost' || name.endsWith('.localhost') || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name);
}

export interface AccessOptions {
  readonly token: string;
  /** The address that the gateway listens on. */
  readonly host: string;
  /** Origins of other pages that may use the API, such as `https://logs.example.com`. */
  readonly allowedOrigins: readonly string[];
}

/** Who may talk to the gateway: by secret, by the page that asks, and by the name that it was asked under. */
export class Access {
  readonly #tokenDigest: Buffer;
  readonly #allowedOrigins: ReadonlySet<string>;
  readonly #allowedHosts: ReadonlySet<string>;
  readonly #checksHost: boolean;

  constructor(options: AccessOptions) {
    this.#tokenDigest = digest(options.token);
    this.#allowedOrigins = new Set(options.allowedOrigins);
    this.#allowedHosts = new Set(options.allowedOrigins.map((origin) => new URL(origin).host));
    this.#checksHost = isLoopback(options.host);
  }

  /** Whether a request proves that it may read: `Authorization: Bearer`, `X-API-Key`, or for sockets `token` and `apiKey`. */
  isAuthorized(headers: IncomingHttpHeaders, parameters?: URLSearchParams): boolean {
    const apiKey = headers['x-api-key'];
    const given = [
      /^bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1],
      typeof apiKey === 'string' ? apiKey : undefined,
      parameters?.get('token') ?? undefined,
      parameters?.get('apiKey') ?? undefined,
    ];
    // Digests have one length, so that the comparison tells nothing about the secret, its length included.
    return given.some((secret) => secret !== undefined && timingSafeEqual(digest(secret), this.#tokenDigest));
  }

  /** Whether a page of this origin was allowed by name. */
  isAllowedOrigin(origin: string): boolean {
    return this.#allowedOrigins.has(origin);
  }

  /** Whether a socket may be opened: by no page at all, by the gateway's own page, or by an allowed one. */
  mayOpenSocket(headers: IncomingHttpHeaders): boolean {
    const { origin, host } = headers;
    if (origin === undefined) return true;
    if (this.isAllowedOrigin(origin)) return true;
    const page = URL.canParse(origin) ? new URL(origin) : undefined;
    return (page?.protocol === 'http:' || page?.protocol === 'https:') && page.host === host?.toLowerCase();
  }

  /**
   * Whether the gateway answers to this name. A gateway for this machine only must not be reached under a name that
   * somebody else's DNS points at it: a page of that name would pass for its own.
   */
  isKnownHost(host: string | undefined): boolean {
    if (!this.#checksHost) return true;
    if (host === undefined) return false;
    const name = host.toLowerCase();
    return this.#allowedHosts.has(name) || isLoopback(name.replace(/:\d+$/, ''));
  }
}

function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
