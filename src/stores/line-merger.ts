import type { LogRecord } from '../protocol/index.ts';
import { contentOf } from './line-body.ts';
import type { LogBuffer } from './log-buffer.ts';
import type { LogLine } from './log-entry.ts';
import { inOrderOfTime, mergeByTime, placeInTime, type PlacedRecord, type TimedRecord } from './merge-by-time.ts';
import type { Rearranged } from './rearrangement.ts';

/** So many numbers of lines are put anew at once, which takes a few milliseconds. */
const STRETCH = 4_096;
const MAX_AT_ONCE = 2_000;

/** How often lines without an id came in what one request brought, by what they say. */
export type SeenNameless = Map<string, number>;

interface Waiting extends TimedRecord {
  /** Whether others of the same time may have come before it that are not among those it came with. */
  readonly isCut: boolean;
}

export interface Merged {
  /** Those of them that were not held. */
  readonly inserted: readonly LogRecord[];
  /** `undefined` where there were none. */
  readonly rearranged: Rearranged | undefined;
}

/** Lines that are to be put between those held: a stretch of them at a time, the newest first, so that the page can draw in between. */
export class LineMerger {
  readonly #buffer: LogBuffer;
  /** In order of time. */
  #waiting: Waiting[] = [];

  constructor(buffer: LogBuffer) {
    this.#buffer = buffer;
  }

  get isDone(): boolean {
    return this.#waiting.length === 0;
  }

  /**
   * Takes in more, in the order in which they came. `isCut`: there were others before them. Answers how many are held already and
   * have no id to be known by.
   */
  add(records: readonly LogRecord[], seen: SeenNameless, isCut: boolean): number {
    const timed = inOrderOfTime(records);
    const known = new Set(this.#namelessHeld(timed, seen));
    const first = timed[0]?.time;
    const wanted = timed
      .filter(({ record }) => !known.has(record))
      .map((item) => ({ ...item, isCut: isCut && item.time === first }));
    // What is held is of use as a neighbour alone: most of what comes again stands next to nothing new.
    if (wanted.every(({ record }) => this.#isHeld(record))) return known.size;
    this.#waiting = [...this.#waiting, ...wanted].sort((a, b) => (a.time === b.time ? 0 : a.time - b.time));
    return known.size;
  }

  #isHeld({ id }: LogRecord): boolean {
    return id !== '' && this.#buffer.lineById(id) !== undefined;
  }

  clear(): void {
    this.#waiting = [];
  }

  /** Puts the newest of them in, as many as have their places near to one another. */
  next(): Merged {
    const { length } = this.#waiting;
    const place = placeInTime(this.#buffer, this.#waiting.at(-1)?.time ?? Infinity);
    const near = this.#buffer.previousHeld(place - STRETCH);
    const since = near === undefined ? -Infinity : (this.#buffer.timeAt(near) ?? Infinity);
    let first = length - 1;
    const isNear = (item: TimedRecord | undefined): boolean =>
      item !== undefined && (near === undefined || item.time > since);
    while (length - first < MAX_AT_ONCE && isNear(this.#waiting[first - 1])) first -= 1;
    // Those of one time stay together: they tell of each other where they belong.
    while (this.#waiting[first - 1]?.time === this.#waiting[first]?.time && first > 0) first -= 1;
    const unknown = this.#unknown(this.#waiting.splice(Math.max(0, first)));
    const rearranged = unknown.length === 0 ? undefined : mergeByTime(this.#buffer, unknown);
    return { inserted: unknown.map(({ record }) => record), rearranged };
  }

  /** Those that are not held, each id once, with their places among the lines that bear the same time. */
  #unknown(lines: readonly Waiting[]): PlacedRecord[] {
    const held = lines.map(({ record: { id } }) => (id === '' ? undefined : this.#buffer.lineById(id)));
    const following = neighbours(held.toReversed()).toReversed();
    const preceding = neighbours(held);
    const seen = new Set<string>();
    return lines.flatMap(({ record, time, isCut }, index) => {
      if (held[index] !== undefined || (record.id !== '' && seen.has(record.id))) return [];
      seen.add(record.id);
      const seqOf = (line: LogLine | undefined): number | undefined => (line?.time === time ? line.seq : undefined);
      const behind = seqOf(preceding[index]);
      const before = seqOf(following[index]) ?? (behind === undefined ? undefined : behind + 1);
      const isLast = isCut || record.id === '';
      return [{ record, time, before: before ?? (isLast ? undefined : -Infinity) }];
    });
  }

  /** Without an id a line is known by all that it says: the second one of a kind is held where two of them are. */
  #namelessHeld(timed: readonly TimedRecord[], seen: SeenNameless): LogRecord[] {
    const nameless = timed.filter(({ record }) => record.id === '');
    const earliest = nameless[0]?.time;
    if (earliest === undefined) return [];
    const held = new Map<string, number>();
    for (const { record } of this.#waiting) if (record.id === '') count(held, contentOf(record));
    const to = placeInTime(this.#buffer, nameless.at(-1)?.time ?? earliest);
    for (let seq = this.#buffer.previousHeld(to - 1); seq !== undefined; seq = this.#buffer.previousHeld(seq - 1)) {
      if ((this.#buffer.timeAt(seq) ?? earliest) < earliest) break;
      const entry = this.#buffer.isNameless(seq) ? this.#buffer.at(seq) : undefined;
      if (entry?.kind === 'line') count(held, contentOf(entry));
    }
    const isHeld = (content: string): boolean => count(seen, content) <= (held.get(content) ?? 0);
    return nameless.map(({ record }) => record).filter((record) => isHeld(contentOf(record)));
  }
}

/** For each place the last line that stands there or before it. */
function neighbours(lines: readonly (LogLine | undefined)[]): (LogLine | undefined)[] {
  let last: LogLine | undefined;
  return lines.map((line) => (last = line ?? last));
}

function count(counts: Map<string, number>, key: string): number {
  const next = (counts.get(key) ?? 0) + 1;
  counts.set(key, next);
  return next;
}
