/**
 * How carefully the timer is set after an input. Frames only ever move a deadline further away, thousands of times a
 * second: then (`lazily`) the timer is left to ring early. After a tick it is set `anew` in any case, because it may be the
 * one that rang, a little early.
 */
export type Rearming = 'exactly' | 'lazily' | 'anew';

/** Remembers when the one timer rings, so that it is set only where that has to change. */
export class WakeTimer {
  readonly #set: (at: number | undefined) => void;
  #at: number | undefined;

  constructor(set: (at: number | undefined) => void) {
    this.#set = set;
  }

  /** The clock must be looked at next at this time, `undefined` when nothing is due by it. */
  rearm(at: number | undefined, how: Rearming): void {
    if (at === this.#at && (at === undefined || how !== 'anew')) return;
    if (how === 'lazily' && at !== undefined && this.#at !== undefined && this.#at < at) return;
    this.#at = at;
    this.#set(at);
  }
}
