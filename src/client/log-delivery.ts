import type { ReadLog } from '../protocol/index.ts';
import type { HeldLogs } from './held-logs.ts';
import type { LogFront } from './log-front.ts';

/** Hands on what came on the socket, at once or after it waited, as news or as a repeat. */
export class LogDelivery {
  readonly #front: LogFront;
  readonly #held: HeldLogs;
  /** History was asked for and may still pour in, although what was missed has been fetched already. */
  #mayBringHistoryUntil = -Infinity;
  /** Whether a socket of this stream was asked for history to make up for an interruption: else nothing is from before it. */
  #hasAskedForHistory = false;

  constructor(front: LogFront, held: HeldLogs) {
    this.#front = front;
    this.#held = held;
  }

  begin(): void {
    this.#held.takeAll();
    this.#mayBringHistoryUntil = -Infinity;
    this.#hasAskedForHistory = false;
  }

  /** A socket was asked for history to make up for an interruption. */
  askedForHistory(until: number): void {
    this.#mayBringHistoryUntil = until;
    this.#hasAskedForHistory = true;
  }

  historyEnded(): void {
    this.#mayBringHistoryUntil = -Infinity;
  }

  clockSetBack(byMs: number): void {
    this.#mayBringHistoryUntil -= byMs;
  }

  /** A line that comes with nothing to wait for. It is news, unless it is a late part of the history that was asked for. */
  live(log: ReadLog, now: number): void {
    if (now < this.#mayBringHistoryUntil) {
      if (this.#isFromBefore(log)) return this.#front.repeat(log);
      this.#mayBringHistoryUntil = -Infinity;
    }
    return this.#front.handOn(log, 'socket', now);
  }

  /** A line that came with others of before, or waited while these were fetched. */
  unlessFromBefore(log: ReadLog, now: number): void {
    if (this.#isFromBefore(log)) this.#front.repeat(log);
    else this.#front.handOn(log, 'socket', now);
  }

  /** What waits is known to follow what came: nothing can be missing before it, or within. */
  releaseWhole(now: number): void {
    for (const { log } of this.#held.takeAll()) this.unlessFromBefore(log, now);
  }

  /** Like `releaseWhole`, where a line has shown that history reaches back: what waits may be older than the stream. */
  releaseHistory(now: number): void {
    for (const { log } of this.#held.takeAll()) {
      if (this.#front.precedes(log.record)) this.#front.repeat(log);
      else this.unlessFromBefore(log, now);
    }
  }

  /** What waits goes on, whatever lacks before it. `onSeam`: called before each line that need not follow the one before. */
  release(now: number, onSeam: () => void): void {
    for (const { log, mayLackBefore } of this.#held.takeAll()) {
      if (mayLackBefore) onSeam();
      this.unlessFromBefore(log, now);
    }
  }

  #isFromBefore({ record }: ReadLog): boolean {
    const mayBe = record.id === '' || this.#hasAskedForHistory;
    return mayBe && !this.#front.isKnown(record.id) && this.#front.isOld(record);
  }
}
