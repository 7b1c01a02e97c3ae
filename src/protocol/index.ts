export * from './client-messages.ts';
export * from './decode-server-message.ts';
export * from './endpoints.ts';
export * from './errors.ts';
export * from './extensions.ts';
export * from './filter.ts';
export * from './id-index.ts';
export * from './json.ts';
export * from './levels.ts';
export * from './log-record.ts';
// What asks and reads over REST has a door of its own: a page has lines before anybody does.
export type * from './rest.ts';
export * from './server-messages.ts';
export * from './stream-parameters.ts';
