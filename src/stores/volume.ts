import { LEVELS, recogniseLevel } from '../protocol/index.ts';
import { CHUNK_SIZE, chunkOf, offsetOf } from './chunk-numbers.ts';
import type { LineChunk } from './line-chunk.ts';
import type { LogBuffer } from './log-buffer.ts';
import type { LogView } from './log-view.ts';

/** A count for each level from TRACE to FATAL, and behind them one for names that are no level. */
export const VOLUME_COLUMNS = LEVELS.length + 1;
const OTHER = LEVELS.length;

/** What lines are counted by, in milliseconds: each is a whole number of the one before, from 10 ms to a day. */
export const VOLUME_UNITS_MS = [10, 100, 1_000, 10_000, 60_000, 600_000, 3_600_000, 86_400_000] as const;
/** Where there would be more buckets than these it counts by the next wider unit. */
const MAX_BUCKETS = 8_192;
/** The last millisecond that JavaScript knows a date of, counted from 1970 either way. */
const MAX_DATE_MS = 8.64e15;
/** Level names are the server's: no more of them are remembered than these. */
const MAX_NAMES = 1_000;

/** How many lines of each level fall into a bucket. */
export type VolumeCounts = Uint32Array;

/** What was counted of one chunk, and what it was counted of: as long as that holds it is not looked at again. */
interface CountedChunk {
  readonly chunk: LineChunk;
  readonly changes: number;
  readonly from: number;
  readonly to: number;
  readonly buckets: ReadonlyMap<number, VolumeCounts>;
  readonly unreadable: number;
}

/**
 * How many lines that pass the query and the filter fall into each bucket of time, by level. It is kept chunk by chunk: only
 * chunks that got or lost lines are counted anew, so that following a stream costs what comes and goes, and nothing is done for it
 * where lines are taken in.
 */
export class Volume {
  readonly #buffer: LogBuffer;
  readonly #view: LogView;
  readonly #columns = new Map<string, number>();
  readonly #chunks = new Map<number, CountedChunk>();
  readonly #buckets = new Map<number, VolumeCounts>();
  #unitMs: number = VOLUME_UNITS_MS[0];
  #era = -1;
  #lines = 0;
  #unreadable = 0;

  constructor(buffer: LogBuffer, view: LogView) {
    this.#buffer = buffer;
    this.#view = view;
  }

  /** Width of a bucket. The bucket `n` begins `n` times this after 1970. */
  get unitMs(): number {
    return this.#unitMs;
  }

  /** Those that hold lines, in no order. */
  get buckets(): ReadonlyMap<number, VolumeCounts> {
    return this.#buckets;
  }

  /** How many lines were counted, those without a readable time included. */
  get lines(): number {
    return this.#lines;
  }

  /** How many lines have no time that can be read, and are in no bucket. */
  get unreadable(): number {
    return this.#unreadable;
  }

  /** Counts by another unit, one of `VOLUME_UNITS_MS`, from the next `catchUp` on. It widens by itself where that is too narrow. */
  countBy(unitMs: number): void {
    if (unitMs === this.#unitMs) return;
    this.#unitMs = unitMs;
    this.#restart();
  }

  /** Whether a narrower unit would not make more buckets than there is room for. */
  canCountBy(unitMs: number): boolean {
    return Math.min(this.#lines, this.#buckets.size * (this.#unitMs / unitMs)) <= MAX_BUCKETS;
  }

  /** Takes in what has changed until the time is over. Answers whether that was everything: else the counts are of no use yet. */
  catchUp(isOver: () => boolean): boolean {
    if (this.#view.era !== this.#era) this.#restart();
    this.#era = this.#view.era;
    const { first: low, end: high } = this.#view.looked;
    for (const [number, counted] of this.#chunks) {
      const isThere = this.#buffer.chunkAt(number * CHUNK_SIZE) === counted.chunk;
      if (!isThere || number * CHUNK_SIZE >= high || (number + 1) * CHUNK_SIZE <= low) this.#forget(number, counted);
    }
    for (let number = chunkOf(low); number * CHUNK_SIZE < high; number += 1) {
      const chunk = this.#buffer.chunkAt(number * CHUNK_SIZE);
      if (chunk === undefined) continue;
      const from = Math.max(low, number * CHUNK_SIZE);
      const to = Math.min(high, (number + 1) * CHUNK_SIZE);
      const known = this.#chunks.get(number);
      if (known?.changes === chunk.changes && known.from === from && known.to === to) continue;
      if (known !== undefined) this.#forget(number, known);
      this.#count(number, chunk, from, to);
      if (this.#buckets.size > MAX_BUCKETS && this.#widen()) return this.catchUp(isOver);
      if (isOver()) return false;
    }
    return true;
  }

  /** Times of some of the lines that are held, passing or not, evenly spread, the oldest and the newest line among them. */
  sampleTimes(most: number): number[] {
    const { firstSeq, endSeq } = this.#buffer;
    const times = [this.#buffer.oldestLine()?.time ?? Number.NaN, this.#buffer.newestLine()?.time ?? Number.NaN];
    const stride = Math.max(1, Math.ceil((endSeq - firstSeq) / most));
    for (let seq = firstSeq; seq < endSeq; seq += stride) {
      const chunk = this.#buffer.chunkAt(seq);
      const offset = offsetOf(seq);
      if (chunk?.holds(offset) === true) times.push(chunk.time(offset));
    }
    return times.filter(isOnCalendar);
  }

  /** Number of the first line that passes and bears a time from `from` up to, but without, `to`. */
  firstLine(from: number, to: number): number | undefined {
    const isMeant = (time: number): boolean => time >= from && time < to;
    for (const number of [...this.#chunks.keys()].sort((a, b) => a - b)) {
      const counted = this.#chunks.get(number);
      const mayHold = [...(counted?.buckets.keys() ?? [])].some(
        (bucket) => bucket * this.#unitMs < to && (bucket + 1) * this.#unitMs > from,
      );
      if (counted === undefined || !mayHold) continue;
      const seq = this.#view
        .passing(counted.from, counted.to)
        .find(
          (one) =>
            counted.chunk.holds(one - number * CHUNK_SIZE) && isMeant(counted.chunk.time(one - number * CHUNK_SIZE)),
        );
      if (seq !== undefined) return seq;
    }
    return undefined;
  }

  #count(number: number, chunk: LineChunk, from: number, to: number): void {
    const buckets = new Map<number, VolumeCounts>();
    let unreadable = 0;
    let lastBucket = Number.NaN;
    let last: VolumeCounts | undefined;
    for (const seq of this.#view.passing(from, to)) {
      const offset = seq - number * CHUNK_SIZE;
      if (!chunk.holds(offset)) continue;
      const time = chunk.time(offset);
      const bucket = Math.floor(time / this.#unitMs);
      if (!isOnCalendar(time)) {
        unreadable += 1;
        continue;
      }
      if (bucket !== lastBucket || last === undefined) {
        last = countsAt(buckets, bucket);
        lastBucket = bucket;
      }
      addTo(last, this.#columnOf(chunk.level(offset)), 1);
    }
    this.#chunks.set(number, { chunk, changes: chunk.changes, from, to, buckets, unreadable });
    this.#add(buckets, unreadable, 1);
  }

  #forget(number: number, { buckets, unreadable }: CountedChunk): void {
    this.#chunks.delete(number);
    this.#add(buckets, unreadable, -1);
  }

  #add(buckets: ReadonlyMap<number, VolumeCounts>, unreadable: number, sign: 1 | -1): void {
    for (const [bucket, counts] of buckets) {
      const total = countsAt(this.#buckets, bucket);
      for (const [column, count] of counts.entries()) addTo(total, column, sign * count);
      const lines = linesIn(counts);
      this.#lines += sign * lines;
      if (sign === -1 && linesIn(total) === 0) this.#buckets.delete(bucket);
    }
    this.#unreadable += sign * unreadable;
    this.#lines += sign * unreadable;
  }

  /** Answers whether there is a wider unit. */
  #widen(): boolean {
    const wider = VOLUME_UNITS_MS.find((unit) => unit > this.#unitMs);
    if (wider !== undefined) this.countBy(wider);
    return wider !== undefined;
  }

  #restart(): void {
    this.#chunks.clear();
    this.#buckets.clear();
    this.#lines = 0;
    this.#unreadable = 0;
  }

  #columnOf(level: string): number {
    let column = this.#columns.get(level);
    if (column === undefined) {
      const known = recogniseLevel(level);
      column = known === undefined ? OTHER : LEVELS.indexOf(known);
      if (this.#columns.size >= MAX_NAMES) this.#columns.clear();
      this.#columns.set(level, column);
    }
    return column;
  }
}

/** Whether a time is one that a date can be told of: a number that was read as a time may be anything. */
function isOnCalendar(time: number): boolean {
  return Math.abs(time) <= MAX_DATE_MS;
}

/** All the lines of a bucket. */
export function linesIn(counts: VolumeCounts): number {
  let lines = 0;
  for (const count of counts) lines += count;
  return lines;
}

function countsAt(buckets: Map<number, VolumeCounts>, bucket: number): VolumeCounts {
  let counts = buckets.get(bucket);
  if (counts === undefined) {
    counts = new Uint32Array(VOLUME_COLUMNS);
    buckets.set(bucket, counts);
  }
  return counts;
}

function addTo(counts: VolumeCounts, column: number, count: number): void {
  counts[column] = (counts[column] ?? 0) + count;
}
