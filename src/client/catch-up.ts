import { DEFAULT_LIMIT, MAX_LIMIT, type Filter, type StreamRequest } from '../protocol/index.ts';

/** What comes this soon after the start is history that pours in, and says nothing about the stream's rate. */
const SETTLING_MS = 2_000;
const WINDOW_MS = 5_000;
/** A window that an interruption cut short counts as at least this long, so that two lines in a row are no flood. */
const MIN_WINDOW_MS = 1_000;
const REMEMBERED_WINDOWS = 6;
/** What is asked for beyond the lines that were probably missed, so that a line already held is among the answer. */
const HEADROOM = 1.5;
const OVERLAP_LINES = 100;

/** Knows since when a stream may have missed lines, and how many to ask for to reach back to one that was received. */
export class CatchUp {
  /** Since when lines may have been missed, in clock milliseconds; `undefined` before the first interruption. */
  #behindSince: number | undefined;
  #windowStartedAt: number | undefined;
  #windowCount = 0;
  /** Lines per second of the last windows. */
  #rates: number[] = [];

  logArrived(now: number, streamStartedAt: number): void {
    if (now - streamStartedAt < SETTLING_MS) return;
    if (this.#windowStartedAt === undefined || now < this.#windowStartedAt) this.#openWindow(now);
    else if (now - this.#windowStartedAt >= WINDOW_MS) {
      this.#closeWindow(now);
      this.#openWindow(now);
    }
    this.#windowCount += 1;
  }

  /**
   * A socket that had brought a valid frame is gone. One that died while it was still catching up has not closed the gap
   * before it: that gap's beginning stays. `pausedSince`: lines were held back from then on.
   */
  interrupted(lastFrameAt: number, streamStartedAt: number, pausedSince: number | undefined): void {
    const hadCaughtUp = lastFrameAt - streamStartedAt >= SETTLING_MS;
    if (this.#behindSince === undefined || hadCaughtUp) this.#behindSince = lastFrameAt;
    if (pausedSince !== undefined) this.#behindSince = Math.min(this.#behindSince, pausedSince);
    this.#closeWindow(lastFrameAt);
    this.#windowStartedAt = undefined;
  }

  /** REST brought everything up to now: a socket is behind from then on. */
  polled(now: number): void {
    this.#behindSince = now;
  }

  /** What to ask a new socket for: the stream as it was opened, or after an interruption the stream with what was missed. */
  request(opened: StreamRequest, filter: Filter, now: number): StreamRequest {
    if (this.#behindSince === undefined || !opened.follow) return { ...opened, filter };
    const peakRate = Math.max(0, ...this.#rates);
    const missed = (peakRate * Math.max(0, now - this.#behindSince)) / 1000;
    const enough = Math.ceil(missed * HEADROOM) + OVERLAP_LINES;
    const limit = Math.min(MAX_LIMIT, Math.max(opened.limit, DEFAULT_LIMIT, enough));
    return { ...opened, filter, history: true, limit };
  }

  /** The clock was set back: what was measured by it moves along. */
  clockSetBack(byMs: number): void {
    if (this.#behindSince !== undefined) this.#behindSince -= byMs;
    if (this.#windowStartedAt !== undefined) this.#windowStartedAt -= byMs;
  }

  #openWindow(now: number): void {
    this.#windowStartedAt = now;
    this.#windowCount = 0;
  }

  #closeWindow(now: number): void {
    if (this.#windowStartedAt === undefined) return;
    const seconds = Math.max(MIN_WINDOW_MS, now - this.#windowStartedAt) / 1000;
    this.#rates.push(this.#windowCount / seconds);
    if (this.#rates.length > REMEMBERED_WINDOWS) this.#rates.shift();
  }
}
