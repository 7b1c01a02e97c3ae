import { WebSocket } from 'ws';
import {
  StreamError,
  describeFrameProblem,
  openLogStream,
  type ConnectionState,
  type LogStream,
  type StreamEnd,
} from '../../src/client/library/index.ts';
import { withCutTold } from './earlier-lines.ts';
import { formatAsJson, textFormat } from './format-entry.ts';
import { TAIL_HELP_TEXT } from './help-text.ts';
import { Output } from './output.ts';
import { describePlace } from './query-place.ts';
import { querySince } from './since-query.ts';
import { describeChange, describeEnd, describeVerdict } from './status-words.ts';
import { readTailSettings, type TailSettings } from './tail-settings.ts';
import { terminalText } from './terminal-text.ts';

export interface TailContext {
  /** What follows `tail` on the command line. */
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly stderr: NodeJS.WritableStream;
  /** Aborted by Ctrl+C or a signal; its reason is the code to exit with. */
  readonly stop: AbortSignal;
}

const FAILED = 1;
const MISTAKE = 2;
/** So many attempts in a row without a word from the server are enough, unless it is to be waited for. */
const MAX_FIRST_ATTEMPTS = 4;
/** Messages that cannot be read are told one by one up to here, and then by their number. */
const MAX_TOLD_PROBLEMS = 3;

/** Runs `neurallog-live tail`. Answers the code to exit with, when all that was written has left the program. */
export async function runTail(context: TailContext): Promise<number> {
  const read = readTailSettings(context.args, context.environment);
  const tail = new Tail(context);
  switch (read.kind) {
    case 'help':
      return tail.help();
    case 'mistake':
      return tail.mistake(read.message);
    case 'run':
      return tail.run(read.settings);
    default:
      return read satisfies never;
  }
}

class Tail {
  readonly #context: TailContext;
  readonly #output: Output;
  readonly #startedAt = Date.now();
  #stream: LogStream | undefined;
  /** What the connection suffers from, as it was told last. */
  #trouble: string | undefined;
  #wasUp = false;
  #gaveUp = false;
  #problems = 0;

  constructor(context: TailContext) {
    this.#context = context;
    // Else it would wait for a line that nobody is there to read.
    this.#output = new Output(context.stdout, () => this.#stream?.close());
    context.stop.addEventListener('abort', () => this.#output.abandon());
    // Nobody may be there to read what goes wrong, and that is no reason to end.
    context.stderr.on('error', () => undefined);
  }

  async help(): Promise<number> {
    await this.#output.write(TAIL_HELP_TEXT);
    await this.#output.flushed();
    return 0;
  }

  mistake(message: string): number {
    this.#say(`${message}\nSee neurallog-live tail --help.`);
    return MISTAKE;
  }

  async run(settings: TailSettings): Promise<number> {
    const { sinceMs, query } = settings;
    const since = sinceMs === undefined ? { ok: true as const, query } : querySince(query, this.#startedAt - sinceMs);
    if (!since.ok) {
      this.#say(`The query cannot be read. ${since.error.message}${describePlace({ query, ...since.error })}`);
      return FAILED;
    }
    let stream: LogStream;
    try {
      stream = this.#open(settings, since.query);
    } catch (error) {
      if (error instanceof StreamError) return this.mistake(error.message);
      throw error;
    }
    this.#stream = stream;
    let end: StreamEnd | undefined;
    stream.on('ended', (ended) => {
      end = ended;
    });
    this.#tellOfTrouble(stream, settings);
    await this.#print(stream, settings);
    await this.#output.flushed();
    return this.#exitCode(end);
  }

  #open(settings: TailSettings, query: string): LogStream {
    const { endpoint, tenant, credential, filter, history, follows } = settings;
    return openLogStream({
      endpoint,
      tenant,
      ...credential,
      query,
      filter,
      history: history > 0,
      limit: history,
      follow: follows,
      signal: this.#context.stop,
      WebSocket,
    });
  }

  /** Writes what comes until the stream ends, the reader of the output leaves, or the program is stopped. */
  async #print(stream: LogStream, settings: TailSettings): Promise<void> {
    const colours = settings.mayColour && this.#context.stdout.isTTY === true;
    const format = settings.isJson ? formatAsJson : textFormat(colours);
    const { sinceMs, history: most, isHistoryGiven } = settings;
    const until = this.#startedAt;
    // `--since` asks for as many lines as the server gives; with `--history` a cut was asked for.
    const isCutTold = sinceMs !== undefined && !isHistoryGiven;
    const entries = isCutTold ? withCutTold(stream, { most, since: until - sinceMs, until }) : stream;
    try {
      for await (const entry of entries) {
        await this.#output.write(format(entry));
        if (!this.#output.isOpen) break;
      }
    } catch (error) {
      // What the stream was refused with is told by its end.
      if (!(error instanceof StreamError)) throw error;
    }
  }

  #tellOfTrouble(stream: LogStream, settings: TailSettings): void {
    stream.on('state', (state) => this.#tellOfState(state, stream, settings));
    stream.on('continuity', (report) => this.#say(describeVerdict(report)));
    stream.on('malformed', (problem) => {
      this.#problems += 1;
      if (this.#problems <= MAX_TOLD_PROBLEMS) this.#say(describeFrameProblem(problem));
    });
    stream.on('error', (error) => {
      if (error.code === 'listener_failed') throw error;
      if (error.code !== 'server_error') this.#say(error.message);
    });
  }

  #tellOfState(state: ConnectionState, stream: LogStream, settings: TailSettings): void {
    if (state.kind === 'live' || state.kind === 'polling') this.#wasUp = true;
    const isTried = state.kind === 'reconnecting' && state.attempt >= MAX_FIRST_ATTEMPTS;
    if (isTried && !this.#wasUp && !settings.waits) {
      this.#gaveUp = true;
      const where = `Nothing could be had from ${settings.endpoint}.`;
      this.#say(`${where} Is the address right, and does the server run? --wait waits for it.`);
      return stream.close();
    }
    const change = describeChange(state, this.#trouble, Date.now());
    if (change === undefined) return undefined;
    this.#trouble = change.trouble;
    this.#say(change.text);
    return undefined;
  }

  #exitCode(end: StreamEnd | undefined): number {
    const { stop } = this.#context;
    if (this.#problems > MAX_TOLD_PROBLEMS) this.#say(`${this.#problems} messages could not be read.`);
    if (this.#output.failure !== undefined) {
      this.#say(`The output could not be written: ${this.#output.failure.message}`);
      return FAILED;
    }
    if (stop.aborted) return typeof stop.reason === 'number' ? stop.reason : FAILED;
    if (this.#gaveUp) return FAILED;
    if (!this.#output.isOpen || end === undefined || end.reason === 'closed') return 0;
    if (end.error !== undefined) {
      this.#say(`${describeEnd(end.message, end.error.code)}${describePlace(end.error.details)}`);
      return FAILED;
    }
    if (ENDS.has(end.reason)) return 0;
    // Whatever the server means by it, it is not known to be all that was asked for.
    this.#say(end.message);
    return FAILED;
  }

  /** For people, on standard error: nothing in it can drive their terminal. */
  #say(text: string): void {
    this.#context.stderr.write(`neurallog-live tail: ${terminalText(text)}\n`);
  }
}

/** Reasons that say that the stream is complete. */
const ENDS: ReadonlySet<string> = new Set(['complete', 'client_disconnect', 'follow=false']);
