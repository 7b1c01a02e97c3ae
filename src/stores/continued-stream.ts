import { EMPTY_FILTER, parseTimestamp, type LogRecord } from '../protocol/index.ts';
import type { LogBuffer, Rearranged } from './log-buffer.ts';
import { LineMerger, type Merged, type SeenNameless } from './line-merger.ts';
import type { Slicing } from './log-store-state.ts';
import type { LogView } from './log-view.ts';
import { StreamCoverage, type Asked, type TimeSpan } from './stream-coverage.ts';
import { markWithheld, type Marked } from './withheld-lines.ts';

/** Short enough for a frame to hold it beside all else. */
export const SLICE_MS = 8;

interface ContinuedStreamOptions {
  readonly buffer: LogBuffer;
  readonly view: LogView;
  readonly slicing: Slicing | undefined;
  /** Takes note of lines that were put between others. */
  readonly onInserted: (records: readonly LogRecord[]) => void;
  /** Takes note of lines that came again. */
  readonly onRepeated: (count: number) => void;
  /** Follows the buffer into a new order. */
  readonly onRearranged: (rearranged: Rearranged) => void;
  /** Takes note of other places where lines may be missing. */
  readonly onMarked: (marked: Marked) => void;
  readonly onChanged: () => void;
}

/**
 * Keeps what is held while a stream is asked for with one query or filter after another: puts late lines into their places, and
 * marks where lines may be missing because what was asked for before had left them out.
 */
export class ContinuedStream {
  readonly #options: ContinuedStreamOptions;
  readonly #coverage = new StreamCoverage();
  readonly #merger: LineMerger;
  #asked: Asked = { query: '', filter: EMPTY_FILTER };
  /** Lines before this time are late: the server had them when it was asked. So many of them may still come. */
  #lateBefore = -Infinity;
  #lateLeft = 0;
  /** Whether the first line of a stream that goes on is still to come. */
  #isBeginning = false;
  #seen: SeenNameless = new Map();
  #lastLate: LogRecord | undefined;
  /** What is known once all lines that wait are in their places, by request. */
  #refills: (() => void)[] = [];
  #isMerging = false;
  /** Whether it is known what the server still had for what is asked for now. */
  #isSettled = false;

  constructor(options: ContinuedStreamOptions) {
    this.#options = options;
    this.#merger = new LineMerger(options.buffer);
    this.#coverage.restart(this.#asked);
  }

  /** Another query or filter is wanted: what is held was asked for with the one before, and so is what comes for a while. */
  ask(asked: Asked): void {
    this.#asked = asked;
    this.#isSettled = false;
    this.#coverage.uncover({ from: this.#newestTime() + 1, to: Infinity });
    this.#options.onMarked(markWithheld(this.#options.buffer, []));
  }

  /** Another stream begins: nothing is held. */
  replaced(): void {
    this.#merger.clear();
    this.#refills = [];
    this.#lateLeft = 0;
    this.#isBeginning = false;
    this.#coverage.restart(this.#asked);
  }

  /** The same stream goes on, asked for with another query: what it brings first, up to `limit` lines, is not new. */
  continued(limit: number): void {
    this.#lateBefore = this.#newestTime() + 1;
    this.#lateLeft = limit;
    this.#isBeginning = true;
    this.#seen = new Map();
    this.#lastLate = undefined;
  }

  /** Whether a line that came belongs between those that are held. */
  isLate({ timestamp }: LogRecord): boolean {
    if (this.#lateLeft === 0 && !this.#isBeginning) return false;
    const time = parseTimestamp(timestamp);
    if (this.#isBeginning) this.#coverage.cover({ from: time, to: Infinity }, this.#asked);
    this.#isBeginning = false;
    const isLate = this.#lateLeft > 0 && time < this.#lateBefore;
    if (isLate) this.#lateLeft -= 1;
    // The stream has come to what is new.
    else if (time >= this.#lateBefore) this.#lateLeft = 0;
    return isLate;
  }

  /** Lines that came late on the stream. */
  mergeLate(records: readonly LogRecord[]): void {
    const last = records.at(-1);
    // The one that came before them tells where they belong among the lines of its time.
    const all = this.#lastLate === undefined ? records : [this.#lastLate, ...records];
    this.#options.onRepeated(this.#merger.add(all, this.#seen, this.#lastLate === undefined));
    this.#lastLate = last?.id === '' ? undefined : last;
    this.#merge();
  }

  /**
   * Lines that were fetched. `covers`: of what time they are all that the server has for what is asked for; without it that is
   * known of what comes from now on.
   */
  refill(records: readonly LogRecord[], covers: TimeSpan | undefined): void {
    const newest = this.#newestTime();
    // What has no id cannot be known by it when it comes live as well.
    const wanted = records.filter(({ id, timestamp }) => id !== '' || parseTimestamp(timestamp) <= newest);
    this.#merger.add(wanted, new Map(), covers === undefined || covers.from > -Infinity);
    const last = parseTimestamp(records.at(-1)?.timestamp ?? '');
    // The stream may be behind what was fetched.
    if (last > newest) {
      this.#lateBefore = Math.max(this.#lateBefore, last);
      this.#lateLeft = Infinity;
    }
    const asked = this.#asked;
    this.#refills.push(() => this.#coverage.cover(covers ?? { from: this.#newestTime() + 1, to: Infinity }, asked));
    this.#merge();
  }

  /** All lines of a time were taken in. */
  cover(covers: TimeSpan): void {
    this.#coverage.cover(covers, this.#asked);
    if (this.#isSettled) this.#mark();
  }

  #merge(): void {
    if (this.#isMerging) return;
    const { slicing, view, onChanged } = this.#options;
    const until = (slicing?.now() ?? 0) + SLICE_MS;
    // What passes is found first: whoever looks for it would have to begin anew.
    while (view.unlooked === 0 && !this.#merger.isDone) {
      this.#took(this.#merger.next());
      if (slicing !== undefined && slicing.now() >= until) break;
    }
    const isDone = view.unlooked === 0 && this.#merger.isDone;
    if (isDone) this.#finish();
    onChanged();
    if (isDone) return;
    this.#isMerging = true;
    slicing?.soon(() => {
      this.#isMerging = false;
      this.#merge();
    });
  }

  #took({ inserted, rearranged }: Merged): void {
    if (rearranged === undefined) return;
    this.#options.onInserted(inserted);
    this.#options.onRearranged(rearranged);
  }

  #finish(): void {
    const refills = this.#refills;
    this.#refills = [];
    if (refills.length === 0) return;
    this.#isSettled = true;
    for (const cover of refills) cover();
    this.#mark();
  }

  #mark(): void {
    const { buffer, onMarked } = this.#options;
    const oldest = buffer.oldestLine()?.time ?? Infinity;
    const missing = this.#coverage.missing(oldest, this.#asked);
    // What comes now is not known to be all yet: it will be, or there is a first line behind it.
    onMarked(
      markWithheld(
        buffer,
        missing.filter(({ to }) => to < Infinity),
      ),
    );
  }

  #newestTime(): number {
    const { buffer } = this.#options;
    for (let seq = buffer.previousHeld(buffer.endSeq - 1); seq !== undefined; seq = buffer.previousHeld(seq - 1)) {
      const time = buffer.timeAt(seq) ?? Number.NaN;
      if (!Number.isNaN(time)) return time;
    }
    return -Infinity;
  }
}
