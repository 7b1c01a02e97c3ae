import { isLoopback } from './access.ts';

/** The address of the dashboard for a person at this machine. */
export function dashboardAddress(host: string, port: number): string {
  const isHere = isLoopback(host) || host === '0.0.0.0' || host === '::';
  const name = isHere && host !== '::1' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}/`;
}

/** The link that signs in. The token stands after the `#`, which browsers do not send. */
export function signInLink(host: string, port: number, token: string): string {
  return `${dashboardAddress(host, port)}#token=${encodeURIComponent(token)}`;
}
