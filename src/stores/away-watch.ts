import { levelRank, type LogRecord } from '../protocol/index.ts';
import type { LogBuffer } from './log-buffer.ts';

/** A shorter absence is a glance at something else. */
const MIN_AWAY_MS = 10_000;
const ERROR_RANK = levelRank('ERROR');

/** What came while nobody saw the page. */
export interface AwayNews {
  /** The row before the first line that came. */
  readonly seq: number;
  readonly durationMs: number;
  readonly lines: number;
  readonly errors: number;
}

/** Marks where the lines begin that come while nobody sees the page, and counts them. */
export class AwayWatch {
  readonly #buffer: LogBuffer;
  #since: number | undefined;
  #isMarked = false;
  #lines = 0;
  #errors = 0;

  constructor(buffer: LogBuffer) {
    this.#buffer = buffer;
  }

  /** The page was left. */
  begin(now: number): void {
    this.#since ??= now;
  }

  /** A line is about to be appended. */
  expect({ level }: LogRecord): void {
    if (this.#since === undefined) return;
    if (!this.#isMarked) this.#buffer.appendAway(this.#since);
    this.#isMarked = true;
    this.#lines += 1;
    if (levelRank(level) >= ERROR_RANK) this.#errors += 1;
  }

  /** The page is seen again. Only the newest marker stays; answers what came, and the numbers of the markers that went. */
  end(now: number): { readonly news: AwayNews | undefined; readonly removed: readonly number[] } {
    const since = this.#since;
    const [lines, errors, wasMarked] = [this.#lines, this.#errors, this.#isMarked];
    this.#since = undefined;
    this.forget();
    // One that was not ended yet bears the time of the leaving twice.
    const marker = this.#buffer.aways().find(({ from, to }) => from === since && to === since);
    if (since === undefined) return { news: undefined, removed: [] };
    const isLong = now - since >= MIN_AWAY_MS;
    if (marker === undefined) return this.#endWithoutMarker(now - since, isLong && wasMarked, lines, errors);
    const superfluous = isLong ? this.#buffer.aways().filter((one) => one !== marker) : [marker];
    for (const one of superfluous) this.#buffer.removeMarker(one);
    const removed = superfluous.map(({ seq }) => seq);
    if (!isLong) return { news: undefined, removed };
    this.#buffer.changeMarker({ ...marker, to: now, lines, errors });
    return { news: { seq: marker.seq, durationMs: now - since, lines, errors }, removed };
  }

  /** So much came that the marker had to go: the oldest line that is left is the first of what came. */
  #endWithoutMarker(durationMs: number, isNews: boolean, lines: number, errors: number): ReturnType<AwayWatch['end']> {
    if (!isNews) return { news: undefined, removed: [] };
    const removed = this.#buffer.aways();
    for (const one of removed) this.#buffer.removeMarker(one);
    const news = { seq: this.#buffer.firstSeq, durationMs, lines, errors };
    return { news, removed: removed.map(({ seq }) => seq) };
  }

  /** What was shown is gone, the marker with it: what comes from now on is counted anew. */
  forget(): void {
    this.#isMarked = false;
    this.#lines = 0;
    this.#errors = 0;
  }
}
