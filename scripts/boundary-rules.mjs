// The table of who may import whom, as data. docs/architecture.md explains it; check-boundaries.mjs enforces it.

/**
 * @typedef {object} Room
 * @property {string} name The folder, relative to the root.
 * @property {readonly string[]} rooms The rooms whose doors it may use.
 * @property {readonly string[]} [typesOf] The rooms that it may take types from, and nothing that runs.
 * @property {boolean} [node] Whether it may use Node's own modules.
 * @property {boolean} [shipped] Whether the published package runs it (gateway or client library), so that its libraries must be `dependencies`.
 */

/** Where the features live: each folder in it is a room of its own. */
export const FEATURES = 'src/features';

/** @type {readonly Room[]} */
export const ROOMS = [
  { name: 'src/protocol', rooms: [], shipped: true },
  { name: 'src/query', rooms: ['src/protocol'], shipped: true },
  { name: 'src/patterns', rooms: [] },
  { name: 'src/client', rooms: ['src/protocol', 'src/query'], shipped: true },
  { name: 'src/stores', rooms: ['src/protocol', 'src/query'], typesOf: ['src/client'] },
  { name: 'src/ui', rooms: [] },
  // Features show levels and times as the protocol reads them: one meaning, so its pure functions are theirs too.
  { name: FEATURES, rooms: ['src/stores', 'src/ui', 'src/query', 'src/patterns', 'src/protocol'] },
  {
    name: 'src/app',
    rooms: ['src/protocol', 'src/query', 'src/client', 'src/stores', 'src/ui', FEATURES],
  },
  // `neurallog-live tail` reads a stream as any program does, hence `client`.
  { name: 'server', rooms: ['src/protocol', 'src/query', 'src/client'], node: true, shipped: true },
  // The stub filters by the very predicate of the dashboard and the gateway, hence `query`; `client` is tried on both.
  { name: 'e2e', rooms: ['src/protocol', 'src/query', 'src/client', 'scripts'], node: true },
  { name: 'bench', rooms: ['src/protocol', 'scripts'], node: true },
  // Given out as it is, and run before anything of the page is there.
  { name: 'public', rooms: [] },
  // `scripts` stands for the tooling: the configuration files at the root belong to it too.
  { name: 'scripts', rooms: [], node: true },
];

/**
 * What other rooms may import of a room, beside the door of a feature (the file that bears its name). `'any'` opens all
 * of it; a room that is not named here is imported by nobody.
 * @type {Readonly<Record<string, 'any' | readonly string[]>>}
 */
export const DOORS = {
  // A door for what is asked and read over REST.
  'src/protocol': ['index.ts', 'rest.ts'],
  'src/query': ['index.ts', 'linear-regex.ts'],
  // Logs whose templates are known, for the tests of who makes queries of templates.
  'src/patterns': ['index.ts', 'testing/labelled-logs.ts'],
  // Doors for who talks over REST and for what keeps notifications whole, and that of the published library.
  'src/client': ['index.ts', 'notification-continuity.ts', 'rest-client.ts', 'library/index.ts'],
  // Doors of their own: nothing of what fills gaps, of what finds, of the volume and of the table of keys is needed before the first line.
  'src/stores': ['index.ts', 'gap-filling.ts', 'line-search.ts', 'shortcuts.ts', 'volume.ts'],
  'src/ui': 'any',
  scripts: ['check-weight.mjs', 'find-browser.mjs'],
};

/**
 * The rooms that a library may be used in. A folder inside a room narrows it further; `singleFile` lets only one file
 * of the product import it. The tooling may use any declared package.
 * @typedef {object} Home
 * @property {readonly string[]} in
 * @property {boolean} [singleFile]
 */

/** @type {Readonly<Record<string, Home>>} */
export const LIBRARY_HOMES = {
  valibot: { in: ['src/protocol', 'server'] },
  re2js: { in: ['src/query'] },
  zustand: { in: ['src/stores'] },
  // The stores need it for their hooks and the context that hands them to the features.
  react: { in: ['src/stores', 'src/ui', FEATURES, 'src/app', 'bench/pages'] },
  'react-dom': { in: ['src/app', 'bench/pages'] },
  '@base-ui/react': { in: ['src/ui'] },
  lucide: { in: ['src/ui', FEATURES, 'src/app'] },
  anser: { in: ['src/ui'] },
  fuzzysort: { in: [`${FEATURES}/command-palette`] },
  '@tanstack/react-virtual': { in: [`${FEATURES}/log-viewer`, 'bench/pages'] },
  // The metadata tree alone: decision 0006.
  '@headless-tree/core': { in: [`${FEATURES}/line-details`] },
  '@headless-tree/react': { in: [`${FEATURES}/line-details`] },
  'react-use-websocket': { in: ['src/app', 'bench/pages'], singleFile: true },
  // A page that the product is compared with.
  'react-virtuoso': { in: ['bench/pages'] },
  fastify: { in: ['server'] },
  '@fastify/compress': { in: ['server'] },
  '@fastify/static': { in: ['server'] },
  '@fastify/websocket': { in: ['server'] },
  'better-sqlite3': { in: ['server'] },
  tinyglobby: { in: ['server'] },
  yaml: { in: ['server'] },
  ws: { in: ['server', 'e2e', 'bench'] },
  // The real program whose log the whole path is tried on.
  pino: { in: ['e2e', 'bench'] },
  playwright: { in: ['e2e', 'bench'] },
  '@playwright/test': { in: ['e2e', 'bench'] },
  '@axe-core/playwright': { in: ['e2e', 'bench'] },
};

/** What test files may use in any room, beside Node's own modules. */
export const TEST_LIBRARIES = ['vitest', 'fast-check', 'jsdom', 'ws', 'pino', 'react-dom', 'vite'];

/** Folders whose files the table speaks of; each must hold at least one, or the check looked at the wrong place. */
export const CHECKED_FOLDERS = ['src', 'server', 'e2e', 'bench', 'scripts'];

/** What a build makes: it may be imported by those who test and start it, and need not exist while checking. */
export const BUILT_ARTEFACTS = ['dist', 'dist-server', 'dist-client'];
export const ARTEFACT_USERS = ['e2e', 'bench', 'scripts'];
