export * from './backfill.ts';
export * from './backoff.ts';
export * from './close-policy.ts';
export * from './connection-state.ts';
export * from './connection.ts';
export * from './errors.ts';
// The client itself has a door of its own: a page has lines before anybody asks over REST.
export type * from './rest-client.ts';
