import { EMPTY_FILTER, parseTimestamp, type LogRecord } from '../protocol/index.ts';
import type { LogBuffer } from './log-buffer.ts';
import { LineMerger, type Merged, type SeenNameless } from './line-merger.ts';
import type { Slicing } from './log-store-state.ts';
import type { LogView } from './log-view.ts';
import type { Rearranged } from './rearrangement.ts';
import { StreamCoverage, type Asked, type TimeSpan } from './stream-coverage.ts';
import { keepWithheld, markWithheld } from './withheld-lines.ts';

/** Short enough for a frame to hold it beside all else. */
export const SLICE_MS = 8;

/** Of more lines than these it is not asked whether they are late: where clocks disagree, that would go on for ever. */
const MAX_LATE = 2_000;

/** What is known of a time once all lines that wait are in their places. */
interface Refill {
  readonly span: TimeSpan | undefined;
  readonly asked: Asked;
}

interface ContinuedStreamOptions {
  readonly buffer: LogBuffer;
  readonly view: LogView;
  readonly slicing: Slicing | undefined;
  /** Takes note of lines that were put between others. */
  readonly onInserted: (records: readonly LogRecord[]) => void;
  /** Takes note of lines that came again, and says so. */
  readonly onRepeated: (count: number) => void;
  /** Follows the buffer into a new order. */
  readonly onRearranged: (rearranged: Rearranged) => void;
  /** Takes note of so many places more where lines may be missing; `seq`: where one was. */
  readonly onMarked: (seq: number | undefined, more: 1 | -1) => void;
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
  /** From when on what comes may still have been asked for with the one before. */
  #askedSince = -Infinity;
  /** Lines before this time are late: the server had them when it was asked. So many of them may still come. */
  #lateBefore = -Infinity;
  #lateLeft = 0;
  /** Whether the first line of a stream that goes on is still to come, and whether all behind it has to be taken on trust. */
  #isBeginning = false;
  #isUnfetched = false;
  #historySince: number | undefined;
  #seen: SeenNameless = new Map();
  #lastLate: LogRecord | undefined;
  #refills: Refill[] = [];
  #unmarked: TimeSpan[] = [];
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
    this.#isUnfetched = false;
    this.#historySince = undefined;
    this.#askedSince = this.#newestTime() + 1;
    this.#refills = this.#refills.map(({ span, ...refill }) => ({
      ...refill,
      span: span && { from: span.from, to: Math.min(span.to, this.#askedSince) },
    }));
    this.doubt();
  }

  /** Not all that came since the last change was asked for with what is wanted now. */
  doubt(): void {
    this.#coverage.uncover({ from: this.#askedSince, to: Infinity });
    this.#keepRows();
    this.#unmarked = [];
  }

  /** Another stream begins: nothing is held. */
  replaced(): void {
    this.#merger.clear();
    this.#refills = [];
    this.#unmarked = [];
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
    if (this.#isBeginning && !Number.isNaN(time)) this.#historyBegins(time);
    if (this.#lateLeft === 0) return false;
    this.#lateLeft -= 1;
    return !(time >= this.#lateBefore);
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
   * Lines that were fetched. `span`: of what time they are all that the server has for what is asked for; without it that is
   * known of what comes from now on.
   */
  refill(records: readonly LogRecord[], span: TimeSpan | undefined): void {
    const newest = this.#newestTime();
    // What has no id cannot be known by it when it comes live as well.
    const wanted = records.filter(({ id, timestamp }) => id !== '' || parseTimestamp(timestamp) <= newest);
    this.#merger.add(wanted, new Map(), span === undefined || span.from > -Infinity);
    const last = parseTimestamp(records.at(-1)?.timestamp ?? '');
    // The stream may be behind what was fetched.
    if (last > newest) {
      this.#lateBefore = Math.max(this.#lateBefore, last);
      this.#lateLeft = Math.max(this.#lateLeft, MAX_LATE);
    }
    this.#refills.push({ span, asked: this.#asked });
    this.#merge();
  }

  /** All lines of a time were taken in. */
  cover(span: TimeSpan): void {
    this.#coverage.cover(span, this.#asked);
    if (!this.#isSettled) return;
    this.#unmarked = this.#keepRows();
    this.#merge();
  }

  /** Where nothing can be fetched, all is there from the first line on that the stream begins with. */
  #historyBegins(time: number): void {
    this.#isBeginning = false;
    this.#historySince = time;
    if (this.#isUnfetched) this.#coverage.cover({ from: time, to: Infinity }, this.#asked);
  }

  #merge(): void {
    if (this.#isMerging || this.#isDone) return;
    const { slicing, view, onChanged } = this.#options;
    const until = (slicing?.now() ?? 0) + SLICE_MS;
    // What passes is found first: whoever looks for it would have to begin anew.
    while (view.unlooked === 0 && !this.#isDone) {
      this.#step();
      if (slicing !== undefined && slicing.now() >= until) break;
    }
    onChanged();
    if (this.#isDone) return;
    this.#isMerging = true;
    slicing?.soon(() => {
      this.#isMerging = false;
      this.#merge();
    });
  }

  get #isDone(): boolean {
    return this.#merger.isDone && this.#refills.length === 0 && this.#unmarked.length === 0;
  }

  #step(): void {
    if (!this.#merger.isDone) return this.#took(this.#merger.next());
    if (this.#refills.length > 0) return this.#settle();
    const span = this.#unmarked.shift();
    if (span === undefined) return;
    const { buffer, onMarked, onRearranged } = this.#options;
    onRearranged(markWithheld(buffer, span));
    onMarked(undefined, 1);
  }

  #took({ inserted, rearranged }: Merged): void {
    if (rearranged === undefined) return;
    this.#options.onInserted(inserted);
    this.#options.onRearranged(rearranged);
  }

  #settle(): void {
    for (const { span, asked } of this.#refills) {
      if (span !== undefined) this.#coverage.cover(span, asked);
      else if (asked === this.#asked) {
        this.#isUnfetched = true;
        this.#coverage.cover({ from: this.#historySince ?? this.#newestTime() + 1, to: Infinity }, asked);
      }
      this.#isSettled ||= asked === this.#asked;
    }
    this.#refills = [];
    if (this.#isSettled) this.#unmarked = this.#keepRows();
  }

  /** Takes rows out that stand for nothing any more; answers for which times there is none. */
  #keepRows(): TimeSpan[] {
    const { buffer, onMarked } = this.#options;
    // What comes now is not known to be all yet: it will be, or there is a first line behind it.
    const missing = this.#coverage.missing(this.#oldestTime(), this.#asked).filter(({ to }) => to < Infinity);
    const { unmarked, removed } = keepWithheld(buffer, missing);
    for (const seq of removed) onMarked(seq, -1);
    return unmarked;
  }

  #oldestTime(): number {
    const { buffer } = this.#options;
    return this.#timeFrom(buffer.firstSeq, (seq) => buffer.nextHeld(seq + 1)) ?? Infinity;
  }

  #newestTime(): number {
    const { buffer } = this.#options;
    return this.#timeFrom(buffer.endSeq - 1, (seq) => buffer.previousHeld(seq - 1)) ?? -Infinity;
  }

  /** The first time that can be read, from a number on. */
  #timeFrom(from: number, step: (seq: number) => number | undefined): number | undefined {
    const { buffer } = this.#options;
    for (let seq: number | undefined = from; seq !== undefined && seq < buffer.endSeq; seq = step(seq)) {
      const time = buffer.timeAt(seq) ?? Number.NaN;
      if (!Number.isNaN(time)) return time;
    }
    return undefined;
  }
}
