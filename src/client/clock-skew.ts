const REMEMBERED_OFFSETS = 32;
/** No message is this late: then one of the two clocks was set, and what was known no longer holds. */
const SET_BY_MS = 60_000;

/**
 * How far the server's clock is ahead of this one. Every message is late by the way it had to go, so the largest of the
 * last offsets is the one that was least late.
 */
export class ClockSkew {
  #offsets: number[] = [];
  #skewMs: number | undefined;

  /** Milliseconds to add to this clock's time; `undefined` until a message said its time. */
  get skewMs(): number | undefined {
    return this.#skewMs;
  }

  /** A message with the server's time, in milliseconds since 1970, was read at `now`. A time that cannot be read says nothing. */
  heard(serverTime: number, now: number): void {
    if (!Number.isFinite(serverTime)) return;
    const offset = serverTime - now;
    if (this.#skewMs !== undefined && offset < this.#skewMs - SET_BY_MS) this.#offsets = [];
    this.#offsets.push(offset);
    if (this.#offsets.length > REMEMBERED_OFFSETS) this.#offsets.shift();
    this.#skewMs = Math.max(...this.#offsets);
  }

  /** This clock's time by the server's clock. */
  serverTime(now: number): number {
    return now + (this.#skewMs ?? 0);
  }

  /** This clock was set back: the server's is further ahead of it than before. */
  clockSetBack(byMs: number): void {
    this.#offsets = this.#offsets.map((offset) => offset + byMs);
    if (this.#skewMs !== undefined) this.#skewMs += byMs;
  }
}
