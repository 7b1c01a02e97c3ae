import { readFileSync } from 'node:fs';
import type { LogStreamOptions } from '../../src/client/library/index.ts';
import { MAX_LIMIT, isTenant, parseFilterText, type Filter } from '../../src/protocol/index.ts';
import { Mistake, quote, readFlags } from '../command-line.ts';
import { DURATION_EXAMPLES, parseDuration } from '../durations-and-sizes.ts';
import { readTarget, type Target } from './target.ts';

/** What a run of `neurallog-live tail` was asked to be. */
export interface TailSettings {
  readonly endpoint: string;
  readonly tenant: string;
  /** Asked anew for every attempt to connect, so that a token file may change. */
  readonly credential: Pick<LogStreamOptions, 'token' | 'apiKey'>;
  readonly query: string;
  readonly filter: Filter;
  /** How many lines that are there already come first. */
  readonly history: number;
  /** Whether that number was asked for. */
  readonly isHistoryGiven: boolean;
  /** Only lines whose time is no longer ago than this; `undefined` for any. */
  readonly sinceMs: number | undefined;
  readonly follows: boolean;
  /** Whether a server that isn't there is waited for. */
  readonly waits: boolean;
  readonly isJson: boolean;
  readonly mayColour: boolean;
}

export type ReadTailSettings =
  | { readonly kind: 'run'; readonly settings: TailSettings }
  | { readonly kind: 'help' }
  | { readonly kind: 'mistake'; readonly message: string };

const OPTIONS = {
  url: { type: 'string', short: 'u' },
  tenant: { type: 'string' },
  token: { type: 'string' },
  'token-file': { type: 'string' },
  'api-key': { type: 'string' },
  query: { type: 'string' },
  filter: { type: 'string' },
  history: { type: 'string', short: 'n' },
  since: { type: 'string' },
  'no-follow': { type: 'boolean' },
  wait: { type: 'boolean' },
  json: { type: 'boolean' },
  'no-color': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

type FlagName = keyof typeof OPTIONS;
type Texts = ReadonlyMap<FlagName, string>;
type Environment = Readonly<Record<string, string | undefined>>;

const EXAMPLES: Partial<Record<FlagName, string>> = {
  url: 'http://localhost:4280',
  tenant: 'acme',
  'token-file': './token',
  query: 'level:ERROR',
  filter: `'{"source":"api"}'`,
  history: '100',
  since: '10m',
};

const DEFAULT_URL = 'http://localhost:4280';
const DEFAULT_HISTORY = 10;

/** Reads the command line of `neurallog-live tail`. Mistakes come back as a sentence; none repeats a secret. */
export function readTailSettings(args: readonly string[], environment: Environment): ReadTailSettings {
  try {
    const { texts, switches, positionals } = readFlags<FlagName>(args, OPTIONS, EXAMPLES, '');
    if (switches.has('help')) return { kind: 'help' };
    const target = readTarget(readUrl(texts.get('url'), positionals));
    const since = texts.get('since');
    const history = texts.get('history');
    const settings: TailSettings = {
      endpoint: target.endpoint,
      tenant: readTenant(texts.get('tenant') ?? target.tenant),
      credential: readCredential(texts, target, environment),
      query: texts.get('query') ?? target.query,
      filter: texts.has('filter') ? readFilter(texts.get('filter')) : target.filter,
      history: readHistory(history, since === undefined ? DEFAULT_HISTORY : MAX_LIMIT),
      isHistoryGiven: history !== undefined,
      sinceMs: since === undefined ? undefined : readSince(since),
      follows: !switches.has('no-follow'),
      waits: switches.has('wait'),
      isJson: switches.has('json'),
      mayColour: !switches.has('no-color') && (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb',
    };
    return { kind: 'run', settings };
  } catch (error) {
    if (error instanceof Mistake) return { kind: 'mistake', message: error.message };
    throw error;
  }
}

function readUrl(flag: string | undefined, positionals: readonly string[]): string {
  const [positional, ...others] = positionals;
  if (others.length > 0 || (flag !== undefined && positional !== undefined)) {
    throw new Mistake(
      'One address can be given. A query with spaces in it needs quotes: --query "level:ERROR timeout".',
    );
  }
  return flag ?? positional ?? DEFAULT_URL;
}

function readTenant(text: string): string {
  if (isTenant(text)) return text;
  throw new Mistake(`--tenant ${quote(text)} is not a tenant: give lower-case letters, digits and inner hyphens.`);
}

/** A flag says most, then what the address brings, then the environment. */
function readCredential(texts: Texts, target: Target, environment: Environment): TailSettings['credential'] {
  const given = (['token', 'token-file', 'api-key'] as const).filter((name) => texts.has(name));
  if (given.length > 1) throw new Mistake(`Give one of --${given.join(' and --')}.`);
  const [name] = given;
  const text = name === undefined ? '' : (texts.get(name) ?? '');
  switch (name) {
    case 'token':
    case 'api-key':
      if (text === '') throw new Mistake(`--${name} is empty. Is a variable in your command empty?`);
      return name === 'token' ? { token: text } : { apiKey: text };
    case 'token-file':
      readTokenFile(text);
      return { token: () => readTokenFile(text) };
    case undefined:
      break;
    default:
      name satisfies never;
  }
  if (target.credential?.kind === 'token') return { token: target.credential.token };
  if (target.credential?.kind === 'apiKey') return { apiKey: target.credential.apiKey };
  const { NEURALLOG_TOKEN: token = '', NEURALLOG_API_KEY: apiKey = '' } = environment;
  if (token !== '') return { token };
  return apiKey === '' ? {} : { apiKey };
}

/** Throws a `Mistake`: at the start it ends the program, later it is an attempt that failed. */
function readTokenFile(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    throw new Mistake(`--token-file ${quote(path)} ${code === 'ENOENT' ? 'does not exist' : 'cannot be read'}.`);
  }
  if (text === '') throw new Mistake(`--token-file ${quote(path)} is empty.`);
  return text;
}

function readFilter(text = ''): Filter {
  const parsed = parseFilterText(text);
  if (parsed.ok) return parsed.filter;
  throw new Mistake(`--filter: ${parsed.message}`);
}

function readHistory(text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  const count = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (count <= MAX_LIMIT) return count;
  throw new Mistake(`--history ${quote(text)} is not allowed: give a whole number from 0 to ${MAX_LIMIT}.`);
}

function readSince(text: string): number {
  const durationMs = parseDuration(text);
  if (durationMs !== undefined && durationMs > 0) return durationMs;
  throw new Mistake(`--since ${quote(text)} is not allowed: give a duration such as ${DURATION_EXAMPLES}.`);
}
