import type { LogRecord } from '../protocol/index.ts';
import { contentOf } from './line-body.ts';
import type { LogBuffer } from './log-buffer.ts';
import type { GapMarker, GapSketch, LogEntry } from './log-entry.ts';
import { inOrderOfTime, type TimedRecord } from './merge-by-time.ts';
import type { Arranged, Rearranged } from './rearrangement.ts';

/** What became of a gap for which lines were fetched. */
export interface GapOutcome {
  readonly rearranged: Rearranged;
  /** Lines that were not held and now stand in their places. */
  readonly inserted: readonly LogRecord[];
  /** How many of the lines that were known to be missing count as missing no longer. */
  readonly found: number;
  /** Where lines may still be missing: `before` and `after` what was inserted, by gap id; the same where nothing was. */
  readonly before: number | undefined;
  readonly after: number | undefined;
}

/**
 * Puts lines that were fetched for a gap where the gap is. `fetched`: everything that the server has from a little before the
 * gap on, oldest first; `isComplete`: up to a little behind its end. The gap closes on a side where what was fetched holds
 * a line that stands on that side already. `undefined` where the gap is no longer held.
 */
export function putIntoGap(
  buffer: LogBuffer,
  gapId: number,
  fetched: readonly LogRecord[],
  isComplete: boolean,
): GapOutcome | undefined {
  const gap = buffer.gapById(gapId);
  if (gap === undefined) return undefined;
  const start = startOfConcern(buffer, gap, fetched);
  const end = endOfConcern(buffer, gap, fetched);
  const held = buffer.entries(start, end);
  const at = held.indexOf(gap);
  const { unknown, reachesBefore, reachesNext } = compare(fetched, buffer, held, gap);
  // Behind a gap that nothing follows yet, what comes is live: an answer that is complete up to there leaves nothing out.
  const isLast = end >= buffer.endSeq && !held.slice(at + 1).some((entry) => entry.kind === 'line');
  const reachesAfter = isComplete && (reachesNext || isLast);

  const timed = inOrderOfTime(unknown);
  const early = timed.filter(({ time }) => time < gap.from);
  const inside = timed.filter(({ time }) => time >= gap.from && time <= gap.to);
  const late = timed.filter(({ time }) => time > gap.to);
  const found =
    gap.lost === undefined ? 0 : reachesBefore && reachesAfter ? gap.lost : Math.min(gap.lost, inside.length);
  const rest: GapMarker = { ...gap, lost: gap.lost === undefined ? undefined : gap.lost - found };

  const { before, after } = remaining(rest, inside, reachesBefore, reachesAfter);
  const places = new Map<number, Arranged[]>();
  placeEarly(held, at, early, places);
  placeLate(held, at, late, places);
  const order: Arranged[] = [];
  for (let index = 0; index <= held.length; index += 1) {
    for (const line of places.get(index) ?? []) order.push(line);
    const entry = held[index];
    if (index !== at) {
      if (entry !== undefined) order.push(entry);
      continue;
    }
    if (before !== undefined) order.push(before);
    for (const { record } of inside) order.push({ kind: 'new_line', record });
    if (after !== undefined && after !== before) order.push(after);
  }
  const rearranged = buffer.rearrange(order, start, end);
  const [newGapId] = rearranged.newGaps;
  return {
    rearranged,
    inserted: timed.map(({ record }) => record),
    found,
    before: before === undefined ? undefined : gapId,
    after: after?.kind === 'new_gap' ? newGapId : after?.gapId,
  };
}

/** Number of the first entry that can stand behind a line that was fetched, or be one of these. */
function startOfConcern(buffer: LogBuffer, gap: GapMarker, fetched: readonly LogRecord[]): number {
  const earliest = inOrderOfTime(fetched)[0]?.time ?? gap.from;
  let start = gap.seq;
  for (let seq = buffer.previousHeld(start - 1); seq !== undefined; seq = buffer.previousHeld(seq - 1)) {
    const entry = buffer.at(seq);
    if (entry?.kind === 'line' && entry.time < earliest) break;
    start = seq;
  }
  return start;
}

/** The number behind the last entry before which a line can stand that was fetched, or which can be one of these. */
function endOfConcern(buffer: LogBuffer, gap: GapMarker, fetched: readonly LogRecord[]): number {
  const latest = inOrderOfTime(fetched).at(-1)?.time ?? gap.to;
  let seq = buffer.nextHeld(gap.seq + 1);
  while (seq < buffer.endSeq && !((buffer.timeAt(seq) ?? -Infinity) > latest)) seq = buffer.nextHeld(seq + 1);
  return buffer.runEnd(seq + 1);
}

type GapPlace = Extract<Arranged, { kind: 'gap' | 'new_gap' }>;

/** The rows that stay: one on each side that is open still. The gap itself is the first of them. */
function remaining(
  gap: GapMarker,
  inside: readonly TimedRecord[],
  reachesBefore: boolean,
  reachesAfter: boolean,
): { readonly before: GapPlace | undefined; readonly after: GapPlace | undefined } {
  const first = inside[0];
  const last = inside.at(-1);
  if (first === undefined || last === undefined) {
    const row = reachesBefore && reachesAfter ? undefined : gap;
    return { before: row, after: row };
  }
  if (reachesBefore) return { before: undefined, after: reachesAfter ? undefined : { ...gap, from: last.time } };
  const behind: GapSketch = { from: last.time, to: gap.to, reason: gap.reason, lost: undefined, lostBy: gap.lostBy };
  return { before: { ...gap, to: first.time }, after: reachesAfter ? undefined : { kind: 'new_gap', gap: behind } };
}

/** Lines that bear a time before the gap came late: each goes behind the last line that is not newer. */
function placeEarly(
  held: readonly LogEntry[],
  at: number,
  early: readonly TimedRecord[],
  places: Map<number, Arranged[]>,
): void {
  let index = at;
  for (const { record, time } of early.toReversed()) {
    for (let entry = held[index - 1]; entry?.kind === 'line' && entry.time > time; entry = held[index - 1]) index -= 1;
    put(places, index, record);
  }
  for (const here of places.values()) here.reverse();
}

/** Lines that bear a time behind the gap go before the first line that is newer. */
function placeLate(
  held: readonly LogEntry[],
  at: number,
  late: readonly TimedRecord[],
  places: Map<number, Arranged[]>,
): void {
  let index = at + 1;
  for (const { record, time } of late) {
    for (let entry = held[index]; entry?.kind === 'line' && entry.time <= time; entry = held[index]) index += 1;
    put(places, index, record);
  }
}

function put(places: Map<number, Arranged[]>, index: number, record: LogRecord): void {
  const here = places.get(index);
  if (here === undefined) places.set(index, [{ kind: 'new_line', record }]);
  else here.push({ kind: 'new_line', record });
}

interface Comparison {
  readonly unknown: readonly LogRecord[];
  readonly reachesBefore: boolean;
  readonly reachesNext: boolean;
}

/** Tells the lines that are held from those that are not. Without an id a line is known by all that it says. */
function compare(
  fetched: readonly LogRecord[],
  buffer: LogBuffer,
  held: readonly LogEntry[],
  gap: GapMarker,
): Comparison {
  const nameless = new Map<string, number[]>();
  if (fetched.some(({ id }) => id === '')) {
    for (const entry of held) {
      if (entry.kind !== 'line' || entry.id !== '') continue;
      const key = contentOf(entry);
      const seqs = nameless.get(key);
      if (seqs === undefined) nameless.set(key, [entry.seq]);
      else seqs.push(entry.seq);
    }
  }
  const seen = new Set<string>();
  const unknown: LogRecord[] = [];
  let reachesBefore = false;
  let reachesNext = false;
  for (const record of fetched) {
    const seq = record.id === '' ? nameless.get(contentOf(record))?.shift() : buffer.lineById(record.id)?.seq;
    if (seq !== undefined) {
      reachesBefore ||= seq < gap.seq;
      reachesNext ||= seq > gap.seq;
    } else if (record.id === '' || !seen.has(record.id)) {
      seen.add(record.id);
      unknown.push(record);
    }
  }
  return { unknown, reachesBefore, reachesNext };
}
