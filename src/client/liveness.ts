/** Silence is allowed for this many heartbeat intervals, within the two bounds. */
const SILENT_INTERVALS = 2.5;
const MIN_SILENCE_MS = 15_000;
const MAX_SILENCE_MS = 90_000;

/** Beats closer than this are one beat for learning: repeated or bunched heartbeats must not shorten the deadline. */
const SAME_BEAT_MS = 1_000;
/** The longest of the last few intervals counts, so that one early beat does not make the next one late. */
const REMEMBERED_INTERVALS = 4;

/** Learns how often a server sends heartbeats, and from that how long it may be silent before it counts as gone. */
export class Liveness {
  #intervals: number[] = [];
  #anchor: number | undefined;
  #isKnownServer = false;
  #isVerified = false;
  #lastHeartbeatAt: number | undefined;

  /** Whether the present socket has brought a heartbeat. */
  get isVerified(): boolean {
    return this.#isVerified;
  }

  get lastHeartbeatAt(): number | undefined {
    return this.#lastHeartbeatAt;
  }

  /** The learned interval in milliseconds; `undefined` until two heartbeats came on one socket. */
  get intervalMs(): number | undefined {
    return this.#intervals.length === 0 ? undefined : Math.max(...this.#intervals);
  }

  /** How long the present socket may be silent, in milliseconds; `undefined` while nothing can be said. */
  get allowedSilenceMs(): number | undefined {
    if (!this.#isKnownServer) return undefined;
    const intervalMs = this.intervalMs;
    if (intervalMs === undefined) return MAX_SILENCE_MS;
    return Math.min(MAX_SILENCE_MS, Math.max(MIN_SILENCE_MS, intervalMs * SILENT_INTERVALS));
  }

  heartbeat(at: number): void {
    this.#isKnownServer = true;
    this.#isVerified = true;
    this.#lastHeartbeatAt = at;
    const interval = this.#anchor === undefined ? undefined : at - this.#anchor;
    if (interval !== undefined && interval >= 0 && interval < SAME_BEAT_MS) return;
    this.#anchor = at;
    if (interval === undefined || interval < 0) return;
    this.#intervals.push(interval);
    if (this.#intervals.length > REMEMBERED_INTERVALS) this.#intervals.shift();
  }

  /**
   * The present socket is gone. Where it fell silent without a single heartbeat, what was learned from earlier sockets
   * no longer holds (another server, or one that stopped sending them), and must not end a quiet stream again.
   */
  socketGone(fellSilent: boolean): void {
    if (fellSilent && !this.#isVerified) {
      this.#isKnownServer = false;
      this.#intervals = [];
    }
    this.#isVerified = false;
    this.#anchor = undefined;
  }
}
