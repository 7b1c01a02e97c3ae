export * from './backfill.ts';
export * from './backoff.ts';
export * from './close-policy.ts';
export * from './connection-state.ts';
export * from './connection.ts';
// A door of its own, too: alerts come after the first line.
export type * from './notification-continuity.ts';
export * from './errors.ts';
export { isSameFilter } from './filter-ledger.ts';
// The client itself has a door of its own: a page has lines before anybody asks over REST.
export type * from './rest-client.ts';
