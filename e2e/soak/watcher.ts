import { WebSocket } from 'ws';
import { openLogStream, type LogEntry, type LogStream, type LogStreamOptions } from '../../src/client/library/index.ts';
import type { Filter } from '../../src/protocol/index.ts';
import { ContinuityChecker } from './continuity-checker.ts';
import { Delays } from './delays.ts';
import type { Note } from './fault-log.ts';
import { numberOf } from './numbered-line.ts';
import type { WatcherReport } from './report.ts';

const MOST_NOTES = 20_000;

export interface WatcherOptions {
  readonly name: string;
  /** Which lines it is to get: the multiples of this number. */
  readonly every: number;
  /** Whether it may get others as well, as its filter changes. */
  readonly mayGetOthers?: boolean;
  readonly stream: Pick<LogStreamOptions, 'endpoint' | 'token' | 'filter' | 'history' | 'limit'>;
  /** Whether a line emitted at this time met no fault. */
  readonly isCalmAt: (time: number) => boolean;
}

/** One reader of a stream by the client library, and the books that are kept on it. */
export class Watcher {
  readonly name: string;
  readonly checker: ContinuityChecker;
  readonly #every: number;
  readonly #stream: LogStream;
  readonly #isCalmAt: (time: number) => boolean;
  readonly #delays = new Delays();
  readonly #waiting = new Set<() => void>();
  readonly #notes: Note[] = [];
  #wholeSince = 0;
  #pollings = 0;
  #isClosing = false;

  constructor({ name, every, mayGetOthers, stream, isCalmAt }: WatcherOptions) {
    this.name = name;
    this.#every = every;
    this.#isCalmAt = isCalmAt;
    this.checker = new ContinuityChecker(every, mayGetOthers);
    this.#stream = openLogStream({ ...stream, WebSocket });
    this.#stream.on('log', (entry) => this.#line(entry));
    this.#stream.on('gap', (gap) => {
      this.#note(`gap after ${this.checker.last ?? 'nothing'}: ${gap.reason}, lost ${gap.lost ?? 'unknown'}`);
      this.checker.gap(gap);
      this.#look();
    });
    this.#stream.on('continuity', (report) => {
      const { verdict, since, until, recovered } = report;
      this.#note(
        `${verdict} for the ${until - since} ms until ${this.checker.last ?? 'nothing'}, ${recovered} recovered`,
      );
      this.checker.settled(report, Date.now());
      this.#look();
    });
    let before = this.#stream.state.kind;
    this.#stream.on('started', ({ ext, resume }) => {
      this.#note(`stream_start ${JSON.stringify({ ext, resume })}`);
    });
    this.#stream.on('state', (state) => {
      const { kind } = state;
      this.#note(`${kind}${state.kind === 'live' && state.isCatchingUp ? ', catching up' : ''}`);
      if (kind === 'polling' && before !== 'polling') this.#pollings += 1;
      before = kind;
      this.#wholeSince = Date.now();
      this.checker.stateChanged(Date.now());
      this.#look();
    });
    this.#stream.on('malformed', ({ detail }) => this.#wrong(`a message could not be read: ${detail}`));
    this.#stream.on('error', (error) => {
      this.#note(`error ${error.code}: ${error.message}`);
      if (error.code !== 'server_error') this.#wrong(`the stream failed: ${error.code}: ${error.message}`);
    });
    this.#stream.on('ended', ({ reason, message }) => {
      if (!this.#isClosing) this.#wrong(`the stream ended (${reason}): ${message}`);
      this.#look();
    });
  }

  /** What it has said lately. */
  get notes(): readonly Note[] {
    return this.#notes;
  }

  /** Resolves once it is live; fails when that takes too long. */
  isLive(withinMs: number): Promise<void> {
    return this.#until(() => this.#stream.state.kind === 'live', withinMs, 'is live');
  }

  /** Resolves once everything up to this line has been handed on. Fails when that takes too long, or the stream has ended. */
  caughtUp(lastEmitted: number, withinMs: number): Promise<void> {
    const wanted = lastEmitted - (lastEmitted % this.#every);
    return this.#until(
      () => {
        const { state } = this.#stream;
        const isCatchingUp = state.kind === 'live' && state.isCatchingUp;
        return (this.checker.last ?? 0) >= wanted && this.#stream.stats.waiting === 0 && !isCatchingUp;
      },
      withinMs,
      `has caught up with line ${wanted}`,
    );
  }

  pause(): void {
    this.#stream.pause();
  }

  resume(): void {
    this.#stream.resume();
  }

  setFilter(filter: Filter): void {
    this.#stream.setFilter(filter);
  }

  /** What has become of it. Closes the stream and the books. */
  finish(lastEmitted: number): WatcherReport {
    const now = Date.now();
    this.#isClosing = true;
    const { stats } = this.#stream;
    this.#stream.close();
    this.checker.finish(lastEmitted, now);
    const { counts } = this.checker;
    const { handedOn, repeats, waiting, logs } = stats;
    if (handedOn !== counts.handedOn) this.#wrong(`the library counted ${handedOn} lines, the soak ${counts.handedOn}`);
    if (logs !== handedOn + repeats + waiting) {
      this.#wrong(
        `${logs} lines came, but ${handedOn} handed on, ${repeats} repeats and ${waiting} waiting do not make that`,
      );
    }
    return {
      name: this.name,
      ...counts,
      emitted: Math.floor(lastEmitted / this.#every),
      repeats,
      reconnects: stats.reconnects,
      stalls: stats.stalls,
      pollings: this.#pollings,
      pages: stats.fetches,
      failedPages: stats.failedFetches,
      p50Ms: this.#delays.quantile(0.5),
      p99Ms: this.#delays.quantile(0.99),
      violations: this.checker.violationCount,
    };
  }

  #line({ record, via }: LogEntry): void {
    const now = Date.now();
    const number = numberOf(record);
    if (number === undefined) {
      this.#wrong(`a line is not as it was emitted: ${JSON.stringify(record)}`);
      return;
    }
    const emittedAt = Date.parse(record.timestamp);
    this.checker.line(number, now, emittedAt);
    const { state } = this.#stream;
    // A line from before the stream was whole again has waited, or was fetched.
    const isLive = via === 'socket' && state.kind === 'live' && !state.isCatchingUp && emittedAt > this.#wholeSince;
    if (isLive && this.#isCalmAt(emittedAt)) this.#delays.add(now - emittedAt);
    this.#look();
  }

  #note(words: string): void {
    this.#notes.push({ at: Date.now(), words: `    ${this.name}: ${words}` });
    if (this.#notes.length > MOST_NOTES) this.#notes.splice(0, MOST_NOTES / 2);
  }

  #wrong(what: string): void {
    this.checker.violation(Date.now(), 'other', what);
  }

  #look(): void {
    for (const look of this.#waiting) look();
  }

  #until(isSo: () => boolean, withinMs: number, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
      };
      const look = (): void => {
        if (!isSo()) return;
        end();
        resolve();
      };
      const timer = setTimeout(() => {
        end();
        const { stats, state } = this.#stream;
        const last = this.checker.last ?? 'none';
        const held = JSON.stringify({ waiting: stats.waiting, transport: stats.transport, state });
        reject(new Error(`Waited ${withinMs} ms until "${this.name}" ${what}. Its last line is ${last}: ${held}`));
      }, withinMs);
      this.#waiting.add(look);
      look();
    });
  }
}
