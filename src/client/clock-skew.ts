const REMEMBERED_OFFSETS = 32;

/**
 * How far the server's clock is ahead of this one. Every message is late by the way it had to go, so the largest of the
 * last offsets is the one that was least late.
 */
export class ClockSkew {
  #offsets: number[] = [];

  /** A message with the server's time, in milliseconds since 1970, was read at `now`. A time that cannot be read says nothing. */
  heard(serverTime: number, now: number): void {
    if (!Number.isFinite(serverTime)) return;
    this.#offsets.push(serverTime - now);
    if (this.#offsets.length > REMEMBERED_OFFSETS) this.#offsets.shift();
  }

  /** Milliseconds to add to this clock's time; `undefined` until a message said its time. */
  get skewMs(): number | undefined {
    return this.#offsets.length === 0 ? undefined : Math.max(...this.#offsets);
  }

  /** This clock's time by the server's clock. */
  serverTime(now: number): number {
    return now + (this.skewMs ?? 0);
  }

  /** This clock was set back: the server's is further ahead of it than before. */
  clockSetBack(byMs: number): void {
    this.#offsets = this.#offsets.map((offset) => offset + byMs);
  }
}
