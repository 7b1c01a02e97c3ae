import { CLOSE_CODES, type Extension, type JsonObject, type StreamRequest } from '../../src/protocol/index.ts';
import type { LogPredicate } from '../../src/query/index.ts';
import type { CommittedBatch } from '../committed-batch.ts';
import type { GatewayLimits } from '../limits.ts';
import { packLogs, withPosition, writeLogData, type LogForm, type LogFrame } from '../log-frames.ts';
import { writePosition } from '../positions.ts';
import { everyLog, type StoredLog } from '../storage/log-store.ts';
import type { StreamSocket } from './stream-socket.ts';

export interface LogStreamWriterOptions {
  readonly socket: StreamSocket;
  readonly limits: GatewayLimits;
  readonly now: () => number;
  /** The epoch of the store that numbers the logs. */
  readonly epoch: string;
  readonly extensions: readonly Extension[];
}

/** The messages to one reader of logs, in the form that it agreed on: what isn't agreed on is never sent. */
export class LogStreamWriter {
  readonly #options: LogStreamWriterOptions;
  readonly #form: LogForm;

  constructor(options: LogStreamWriterOptions) {
    this.#options = options;
    this.#form = {
      positions: options.extensions.includes('resume.1'),
      batches: options.extensions.includes('batch.1'),
    };
  }

  /** Whether the reader can be told of positions, gaps and the end of history. */
  get canResume(): boolean {
    return this.#form.positions;
  }

  positionOf(seq: number): string {
    return writePosition(this.#options.epoch, seq);
  }

  streamStart({ query, filter, follow }: StreamRequest, resume?: JsonObject): void {
    const { extensions: ext, socket } = this.#options;
    const data = { query, filter, follow, ...(ext.length > 0 && { ext }), ...(resume && { resume }) };
    socket.sendMessage('stream_start', data);
  }

  historyEnd(upToSeq: number): void {
    if (this.canResume) this.#options.socket.sendMessage('history_end', { position: this.positionOf(upToSeq) });
  }

  /**
   * Says that logs up to `upToSeq` had to be left out, and how many where that is known. Answers whether the stream goes on: a
   * reader that cannot be told is closed.
   */
  gap(upToSeq: number, dropped: number | undefined): boolean {
    const { socket } = this.#options;
    if (this.canResume) {
      const position = this.positionOf(upToSeq);
      socket.sendMessage('stream_gap', {
        reason: 'slow_reader',
        ...(dropped !== undefined && { dropped }),
        position,
      });
      return true;
    }
    const message = 'The reader is so slow that logs it has not read are no longer kept.';
    socket.refuse(CLOSE_CODES.tooSlow, 'too_slow', message);
    return false;
  }

  complete(): void {
    this.#options.socket.sendMessage('stream_end', { reason: 'complete' });
    this.#options.socket.close(CLOSE_CODES.normal, 'complete');
  }

  batch(batch: CommittedBatch, matches: LogPredicate): Outbox {
    return new Outbox(this.#options.socket, batch.frames(this.#form, matches), batch.logs);
  }

  stored(logs: readonly StoredLog[]): Outbox {
    const { socket, limits, now, epoch } = this.#options;
    const dataAt = (index: number): string => {
      const log = logs[index];
      if (log === undefined) throw new RangeError(`There is no log at ${index} of ${logs.length}.`);
      return this.canResume ? withPosition(writeLogData(log), epoch, log.seq) : writeLogData(log);
    };
    const frames = packLogs({ logs, matches: everyLog, form: this.#form, limits, nowMs: now(), dataAt });
    return new Outbox(socket, frames, logs);
  }
}

/** Logs on their way to one reader, who takes them as it can. */
export class Outbox {
  readonly #socket: StreamSocket;
  readonly #frames: Iterator<LogFrame, unknown>;
  readonly #logs: readonly StoredLog[];
  #isEmpty = false;

  constructor(socket: StreamSocket, frames: Iterator<LogFrame, unknown>, logs: readonly StoredLog[]) {
    this.#socket = socket;
    this.#frames = frames;
    this.#logs = logs;
  }

  /** Whether all of the logs are dealt with. */
  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  /** Sends until the reader has enough to do. Answers the `seq` up to which logs are dealt with, `undefined` where none newly is. */
  send(): number | undefined {
    let dealtWith = 0;
    this.#socket.together(() => {
      while (!this.#socket.isCongested && !this.#isEmpty) {
        const next = this.#frames.next();
        if (next.done === true) {
          this.#isEmpty = true;
          dealtWith = this.#logs.length;
        } else {
          this.#socket.send(next.value.text);
          dealtWith = next.value.end;
        }
      }
    });
    return this.#logs[dealtWith - 1]?.seq;
  }
}
