export * from './backoff.ts';
export * from './close-policy.ts';
export * from './connection-state.ts';
export * from './connection.ts';
export * from './errors.ts';
export * from './rest-client.ts';
