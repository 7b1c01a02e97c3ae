import { createToken, isLoopback } from './access.ts';
import { Mistake, quote, readFlags } from './command-line.ts';
import { DURATION_EXAMPLES, parseDuration, parseSize, SIZE_EXAMPLES } from './durations-and-sizes.ts';

/** What a run of the gateway was asked to be. */
export interface Settings {
  /** Files and patterns to follow. */
  readonly patterns: readonly string[];
  readonly readsStdin: boolean;
  readonly runsDemo: boolean;
  readonly host: string;
  readonly port: number;
  readonly token: string;
  readonly allowedOrigins: readonly string[];
  readonly history:
    | { readonly kind: 'memory' }
    | { readonly kind: 'default_folder' }
    | { readonly kind: 'folder'; readonly path: string };
  readonly retentionMs: number;
  readonly maxSizeBytes: number;
  readonly rulesFile: string | undefined;
  readonly isQuiet: boolean;
}

export type ReadSettings =
  | { readonly kind: 'run'; readonly settings: Settings }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'mistake'; readonly message: string };

export interface SettingsContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdinIsTerminal: boolean;
}

const DEFAULT_PORT = 4280;

const OPTIONS = {
  port: { type: 'string', short: 'p' },
  host: { type: 'string' },
  token: { type: 'string' },
  'allow-origin': { type: 'string', multiple: true },
  data: { type: 'string' },
  memory: { type: 'boolean' },
  retention: { type: 'string' },
  'max-size': { type: 'string' },
  rules: { type: 'string' },
  demo: { type: 'boolean' },
  'no-demo': { type: 'boolean' },
  quiet: { type: 'boolean', short: 'q' },
  version: { type: 'boolean', short: 'v' },
  help: { type: 'boolean', short: 'h' },
} as const;

type FlagName = keyof typeof OPTIONS;

const EXAMPLES: Partial<Record<FlagName, string>> = {
  port: '8080',
  host: '0.0.0.0',
  'allow-origin': 'https://logs.example.com',
  data: './history',
  retention: '7d',
  'max-size': '1GiB',
  rules: 'rules.yaml',
};

/** Reads the command line. Mistakes come back as a sentence that names the flag, what was given and what is allowed. */
export function readSettings(args: readonly string[], context: SettingsContext): ReadSettings {
  try {
    const { texts, lists, switches, positionals } = readFlags<FlagName>(args, OPTIONS, EXAMPLES);
    if (switches.has('help')) return { kind: 'help' };
    if (switches.has('version')) return { kind: 'version' };
    const host = texts.get('host') ?? '127.0.0.1';
    if (host === '' || /[\s/]/.test(host)) throw new Mistake(`--host ${quote(host)} is not an address.`);
    const settings: Settings = {
      ...readSources(positionals, switches, context),
      host,
      port: readPort(texts.get('port')),
      token: readToken(texts.get('token'), context.environment['NEURALLOG_TOKEN'], host),
      allowedOrigins: (lists.get('allow-origin') ?? []).map(readOrigin),
      history: readHistory(texts.get('data'), switches.has('memory')),
      retentionMs: readAmount(texts, 'retention', '7d', parseDuration, `a duration such as ${DURATION_EXAMPLES}`),
      maxSizeBytes: readAmount(texts, 'max-size', '1GiB', parseSize, `a size such as ${SIZE_EXAMPLES}`),
      rulesFile: texts.get('rules'),
      isQuiet: switches.has('quiet'),
    };
    return { kind: 'run', settings };
  } catch (error) {
    if (error instanceof Mistake) return { kind: 'mistake', message: error.message };
    throw error;
  }
}

function readSources(
  positionals: readonly string[],
  switches: ReadonlySet<FlagName>,
  context: SettingsContext,
): Pick<Settings, 'patterns' | 'readsStdin' | 'runsDemo'> {
  const dashes = positionals.filter((source) => source === '-').length;
  if (dashes > 1) throw new Mistake('"-" (standard input) may be given once only.');
  if (positionals.includes('')) throw new Mistake('An empty text is not a file. Is a variable in your command empty?');
  if (dashes === 1 && context.stdinIsTerminal) {
    throw new Mistake(
      '"-" reads what is piped in, but nothing is. Pipe a program into it: some-command 2>&1 | neurallog-live -',
    );
  }
  if (switches.has('demo') && switches.has('no-demo')) throw new Mistake('--demo and --no-demo exclude each other.');
  const patterns = [...new Set(positionals.filter((source) => source !== '-'))];
  const runsDemo = switches.has('demo') || (positionals.length === 0 && !switches.has('no-demo'));
  return { patterns, readsStdin: dashes === 1, runsDemo };
}

function readPort(text: string | undefined): number {
  if (text === undefined) return DEFAULT_PORT;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 0 && port <= 65_535) return port;
  throw new Mistake(`--port ${quote(text)} is not a port: give a whole number from 0 (any free one) to 65535.`);
}

function readToken(flag: string | undefined, variable: string | undefined, host: string): string {
  const given = flag ?? (variable === '' ? undefined : variable);
  if (given === undefined) return createToken();
  const where = flag === undefined ? 'NEURALLOG_TOKEN' : '--token';
  // The value is not repeated: it is a secret, and this is printed.
  if (!/^[\w.~+/=-]{1,512}$/.test(given)) {
    throw new Mistake(`${where} may hold letters, digits and . _ ~ + / = - only, at least one and at most 512.`);
  }
  if (!isLoopback(host) && given.length < 16) {
    throw new Mistake(`${where} must have at least 16 characters where other machines can reach the gateway (--host).`);
  }
  return given;
}

function readOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isOrigin = url !== undefined && /^https?:$/.test(url.protocol) && text.replace(/\/$/, '') === url.origin;
  if (isOrigin) return url.origin;
  const allowed = 'scheme, host and port only, such as https://logs.example.com';
  throw new Mistake(`--allow-origin ${quote(text)} is not an origin: give ${allowed}.`);
}

function readHistory(folder: string | undefined, inMemory: boolean): Settings['history'] {
  if (folder !== undefined && inMemory) throw new Mistake('--data and --memory exclude each other.');
  if (folder === '') throw new Mistake('--data needs a folder, not an empty text.');
  if (inMemory) return { kind: 'memory' };
  return folder === undefined ? { kind: 'default_folder' } : { kind: 'folder', path: folder };
}

function readAmount(
  texts: ReadonlyMap<FlagName, string>,
  name: 'retention' | 'max-size',
  fallback: string,
  parse: (text: string) => number | undefined,
  allowed: string,
): number {
  const text = texts.get(name) ?? fallback;
  const amount = parse(text);
  if (amount === undefined || amount <= 0)
    throw new Mistake(`--${name} ${quote(text)} is not allowed: give ${allowed}.`);
  return amount;
}
