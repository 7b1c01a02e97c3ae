import {
  CLOSE_CODES,
  parseExtensionParameters,
  parseStreamParameters,
  type ErrorCode,
  type Extension,
  type Filter,
  type JsonObject,
  type JsonValue,
  type ResumeStatus,
} from '../../src/protocol/index.ts';
import { errorMessage, logMessage, logsMessage } from './envelopes.ts';
import type { KeptLog, KeptLogs } from './kept-logs.ts';
import { matcherFor, type Matches } from './log-matching.ts';
import { ReaderPace, type SlowReader } from './reader-pace.ts';
import type { StubConnection } from './stub-connection.ts';

/** The most lines in one message (`batch.1`). */
const MAX_BATCH = 1_000;

/** How a test wants log streams to answer. */
export interface StreamManners {
  /** The extensions that are taken from those that a client asks for. */
  readonly extensions: readonly Extension[];
  /** The most lines that are sent as history, whatever `limit` says. */
  readonly historyReach: number;
  /** The most lines that are sent again in one go after a position (`resume.1`). */
  readonly mostResent: number;
  readonly slowReader: SlowReader;
}

interface StreamSource {
  readonly kept: KeptLogs;
  readonly manners: StreamManners;
  /** Is told how many lines a slow reader did not get. */
  readonly onDropped: (count: number) => void;
}

interface CatchUp {
  readonly resume: { readonly status: ResumeStatus; readonly missed?: number };
  readonly logs: readonly KeptLog[];
}

/**
 * A log stream that answers by itself, as the protocol states: stream_start, history, live lines, commands, and the
 * extensions that the stub was told to speak. It holds what a server remembers of one connection.
 */
export class AutomaticStream {
  readonly #connection: StubConnection;
  readonly #source: StreamSource;
  readonly #extensions: readonly Extension[];
  readonly #pace: ReaderPace;
  #query = '';
  #filter: Filter = {};
  #matches: Matches = () => false;
  #follow = false;
  #historyLimit = 0;
  #resumeLimit = 0;
  #isLive = false;
  /** Up to where lines were sent, did not match, or were dropped. */
  #reached: string;
  /** The position of the last line before the pause. */
  #pausedAt: string | undefined;
  /** Lines left out since the last one that was sent. */
  #dropped = 0;

  constructor(connection: StubConnection, source: StreamSource) {
    this.#connection = connection;
    this.#source = source;
    this.#reached = source.kept.end;
    this.#pace = new ReaderPace(
      () => connection.queuedBytes,
      () => source.manners.slowReader,
    );
    const { ext, after } = parseExtensionParameters(connection.parameters);
    this.#extensions = ext.filter((extension) => source.manners.extensions.includes(extension));
    const { request, problems } = parseStreamParameters(connection.parameters);
    const [problem] = problems;
    if (problem) {
      const code = problem.parameter === 'filter' ? 'invalid_filter' : 'invalid_parameter';
      this.#refuse(code, problem.message, { parameter: problem.parameter });
      return;
    }
    const { query, filter, follow, history, limit } = request;
    const matcher = matcherFor(query, filter);
    if (!matcher.ok) {
      this.#refuse(matcher.code, matcher.message, { query });
      return;
    }
    this.#query = query;
    this.#filter = filter;
    this.#follow = follow;
    this.#matches = matcher.matches;
    this.#resumeLimit = Math.min(limit, source.manners.historyReach);
    this.#historyLimit = history ? this.#resumeLimit : 0;
    connection.positionNow = () => (this.#isCaughtUp ? this.#reached : undefined);
    // Once little waits, a reader that was too slow learns what it did not get.
    connection.onSent = () => {
      if (this.#pace.took()) this.#sayDropped();
    };
    connection.onFrame((frame) => {
      if (!frame.ok) this.#complain(frame.code, frame.message, frame.filter);
      else if (frame.message.type === 'command') this.#obey(frame.message.data);
    });
    this.#start(this.#speaks('resume.1') ? after : undefined);
    if (follow) this.#isLive = true;
    else {
      connection.streamEnd('complete');
      connection.close(CLOSE_CODES.normal, 'complete');
    }
  }

  /** New lines, in their order. */
  take(lines: readonly KeptLog[]): void {
    const last = lines.at(-1);
    if (last === undefined || !this.#isLive || !this.#connection.isOpen || this.#pausedAt !== undefined) return;
    const wanted = lines.filter(({ log }) => this.#matches(log));
    if (wanted.length > 0) {
      if (this.#dropped > 0 || this.#pace.isTooSlow()) this.#leaveOut(wanted.length);
      else this.#send(wanted);
    }
    this.#reached = last.position;
  }

  get #isCaughtUp(): boolean {
    return this.#speaks('resume.1') && this.#isLive && this.#pausedAt === undefined && this.#dropped === 0;
  }

  #speaks(extension: Extension): boolean {
    return this.#extensions.includes(extension);
  }

  /** Begins the stream; with `after`, goes on after that position. */
  #start(after: string | undefined): void {
    this.#sayDropped();
    const catchUp = after === undefined ? undefined : this.#catchUp(after);
    this.#sayStart(catchUp?.resume);
    this.#send(catchUp?.logs ?? this.#history());
    this.#reached = this.#source.kept.end;
    if (this.#speaks('resume.1')) this.#connection.historyEnd(this.#reached);
  }

  #sayStart(resume?: CatchUp['resume']): void {
    this.#connection.streamStart({
      query: this.#query,
      filter: this.#filter,
      follow: this.#follow,
      ...(this.#extensions.length === 0 ? {} : { ext: this.#extensions }),
      ...(resume === undefined ? {} : { resume }),
    });
  }

  #history(): readonly KeptLog[] {
    return this.#source.kept.newest(this.#matches, this.#historyLimit);
  }

  #catchUp(position: string): CatchUp {
    const after = this.#source.kept.after(position);
    if (after.kind === 'unknown') return { resume: { status: 'new_epoch' }, logs: this.#history() };
    const wanted = after.logs.filter(({ log }) => this.#matches(log));
    const excess = Math.max(0, wanted.length - this.#source.manners.mostResent);
    if (after.forgotten + excess === 0) return { resume: { status: 'recovered' }, logs: wanted };
    // How many of the lines that are forgotten would have matched, nobody knows any more.
    const takesAll = this.#query === '' && Object.keys(this.#filter).length === 0;
    const missed = takesAll || after.forgotten === 0 ? { missed: after.forgotten + excess } : {};
    return { resume: { status: 'truncated', ...missed }, logs: wanted.slice(excess) };
  }

  #obey(command: { readonly action: 'pause' | 'resume' } | { readonly action: 'update_filter'; filter: Filter }): void {
    switch (command.action) {
      case 'pause':
        this.#pausedAt ??= this.#reached;
        return;
      case 'resume': {
        const position = this.#pausedAt;
        this.#pausedAt = undefined;
        if (this.#speaks('resume.1')) this.#start(position ?? this.#reached);
        else if (position !== undefined) this.#sendMissed(position);
        return;
      }
      case 'update_filter': {
        const matcher = matcherFor(this.#query, command.filter);
        if (matcher.ok) {
          this.#filter = command.filter;
          this.#matches = matcher.matches;
          this.#sayStart();
        } else this.#complain('invalid_filter', matcher.message, command.filter);
        return;
      }
      default:
        command satisfies never;
    }
  }

  /** What a plain server does on `resume`: it sends what it kept, up to the limit, and says nothing about the rest. */
  #sendMissed(position: string): void {
    const after = this.#source.kept.after(position);
    const missed = after.kind === 'known' ? after.logs.filter(({ log }) => this.#matches(log)) : [];
    this.#send(missed.slice(Math.max(0, missed.length - this.#resumeLimit)));
    this.#reached = this.#source.kept.end;
  }

  #send(lines: readonly KeptLog[]): void {
    const placed = this.#speaks('resume.1') ? lines : lines.map(({ log }) => ({ log, position: undefined }));
    if (this.#speaks('batch.1') && lines.length > 1) {
      for (let start = 0; start < placed.length; start += MAX_BATCH) {
        this.#connection.send(logsMessage(placed.slice(start, start + MAX_BATCH)));
      }
    } else for (const { log, position } of placed) this.#connection.send(logMessage(log, position));
  }

  #leaveOut(count: number): void {
    this.#source.onDropped(count);
    if (this.#speaks('resume.1')) {
      this.#dropped += count;
      return;
    }
    this.#connection.send(errorMessage('too_slow', 'The reader is too slow for the stream.'));
    this.#connection.close(CLOSE_CODES.tooSlow, 'too_slow');
  }

  #sayDropped(): void {
    const dropped = this.#dropped;
    if (dropped === 0 || !this.#connection.isOpen) return;
    this.#dropped = 0;
    this.#connection.streamGap({ reason: 'slow_reader', dropped, position: this.#reached });
  }

  #complain(code: ErrorCode, message: string, filter: JsonValue | undefined): void {
    this.#connection.send(errorMessage(code, message, filter === undefined ? undefined : { filter }));
  }

  #refuse(code: ErrorCode, message: string, details: JsonObject): void {
    this.#connection.send(errorMessage(code, message, details));
    this.#connection.close(CLOSE_CODES.badRequest, code);
  }
}
