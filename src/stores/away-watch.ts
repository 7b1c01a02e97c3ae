import { levelRank, parseTimestamp, type LogRecord } from '../protocol/index.ts';
import type { AwayMarker } from './log-entry.ts';
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

/** What is to be said of an absence now, whether that was begun before, and the numbers of the markers that went. */
export interface AwayTold {
  readonly news: AwayNews | undefined;
  readonly isMore: boolean;
  readonly removed: readonly number[];
}

/**
 * Marks where the lines begin that come while nobody sees the page, and counts them. Where the connection is being made good
 * when the page is seen again, the lines of the absence that are fetched then count, too.
 */
export class AwayWatch {
  readonly #buffer: LogBuffer;
  #since: number | undefined;
  /** When the page was seen again, while lines of the absence may still be fetched. */
  #until: number | undefined;
  /** Only lines up to this time of the server are of the absence. */
  #linesUntil = Infinity;
  #isMarked = false;
  #lines = 0;
  #errors = 0;
  #told = 0;

  constructor(buffer: LogBuffer) {
    this.#buffer = buffer;
  }

  /** The page was left. */
  begin(now: number): void {
    if (this.#until !== undefined) this.#over();
    this.#since ??= now;
  }

  /** A line is about to be appended. */
  expect({ level, timestamp }: LogRecord): void {
    if (this.#since === undefined) return;
    if (this.#until !== undefined && !(parseTimestamp(timestamp) <= this.#linesUntil)) return;
    if (!this.#isMarked) this.#buffer.appendAway(this.#since);
    this.#isMarked = true;
    this.#lines += 1;
    if (levelRank(level) >= ERROR_RANK) this.#errors += 1;
  }

  /**
   * The page is seen again; `missedUntil`: the server's time of now, where what was missed is still being fetched. Only the
   * newest marker stays.
   */
  end(now: number, missedUntil: number | undefined): AwayTold | undefined {
    const since = this.#since;
    if (since === undefined || this.#until !== undefined) return undefined;
    const told = this.#tell(since, now);
    if (missedUntil === undefined || now - since < MIN_AWAY_MS) this.#over();
    else {
      this.#until = now;
      this.#linesUntil = missedUntil;
    }
    return told;
  }

  /** Some lines were taken in; answers what there is to say of an absence that they belong to although it is over. */
  taken(): AwayTold | undefined {
    const [since, until] = [this.#since, this.#until];
    const isNew = since !== undefined && until !== undefined && this.#lines > this.#told;
    return isNew ? this.#tell(since, until) : undefined;
  }

  /** What was missed has come as far as it could. */
  madeGood(): AwayTold | undefined {
    const told = this.taken();
    if (this.#until !== undefined) this.#over();
    return told;
  }

  /** What was shown is gone, the marker with it: what comes from now on is counted anew. */
  forget(): void {
    if (this.#until !== undefined) this.#over();
    this.#isMarked = false;
    this.#lines = 0;
    this.#errors = 0;
    this.#told = 0;
  }

  #over(): void {
    this.#since = undefined;
    this.#until = undefined;
    this.#linesUntil = Infinity;
    this.forget();
  }

  #tell(since: number, until: number): AwayTold | undefined {
    const [lines, errors, isMore] = [this.#lines, this.#errors, this.#told > 0];
    this.#told = lines;
    if (!this.#isMarked) return undefined;
    const isLong = until - since >= MIN_AWAY_MS;
    const aways = this.#buffer.aways();
    const marker = aways.find((one) => one.from === since && (one.to === since || one.to === until));
    if (marker === undefined && !isLong) return undefined;
    const removed = this.#remove(aways.filter((one) => isLong !== (one === marker)));
    if (!isLong) return { news: undefined, isMore, removed };
    if (marker !== undefined) this.#buffer.changeMarker({ ...marker, to: until, lines, errors });
    // So much may come that the marker has to go: the oldest line that is left is the first of what came.
    const seq = marker?.seq ?? this.#buffer.firstSeq;
    return { news: { seq, durationMs: until - since, lines, errors }, isMore, removed };
  }

  #remove(markers: readonly AwayMarker[]): readonly number[] {
    for (const marker of markers) this.#buffer.removeMarker(marker);
    return markers.map(({ seq }) => seq);
  }
}
