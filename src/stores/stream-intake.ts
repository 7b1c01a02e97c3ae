import { parseTimestamp, recogniseLevel, type LogRecord } from '../protocol/index.ts';
import type { AwayWatch } from './away-watch.ts';
import { FacetCounts } from './facet-counts.ts';
import type { GapOutcome } from './gap-filling.ts';
import type { LogBuffer } from './log-buffer.ts';
import type { GapMarker } from './log-entry.ts';
import type { Ledger } from './log-store-state.ts';
import type { LogView } from './log-view.ts';

const EMPTY_TALLY = { received: 0, repeated: 0, conflicts: 0, dropped: 0, gaps: 0, lost: 0, malformed: 0 };

/** Takes in what a stream brings, and counts where it went. */
export class StreamIntake {
  readonly levels = new FacetCounts();
  readonly sources = new FacetCounts();
  readonly tally = { ...EMPTY_TALLY };
  /** Lines of a batch that belong between those that are held. */
  readonly late: LogRecord[] = [];
  readonly #buffer: LogBuffer;
  readonly #away: AwayWatch;
  /** Lines that the page dropped and whose place is marked as soon as one follows them. */
  #unmarkedDrops = 0;

  constructor(buffer: LogBuffer, away: AwayWatch) {
    this.#buffer = buffer;
    this.#away = away;
  }

  /** Where every line went. */
  ledger(view: LogView): Ledger {
    const notShown = this.#buffer.lineCount - view.lineCount;
    const heldBack = Math.max(0, notShown - view.unlooked);
    return {
      ...this.tally,
      evicted: this.#buffer.evictedLines,
      shown: view.lineCount,
      // What became of the lines that are held: adds up with those that are shown to all of them.
      heldBack,
      unlooked: notShown - heldBack,
    };
  }

  /** Takes a line in, unless it was before. One that belongs between those that are held is kept among those that are late. */
  append(record: LogRecord, isRepeat: boolean, isLate: boolean): void {
    const isKnown = isRepeat || (record.id !== '' && this.#buffer.lineById(record.id) !== undefined);
    if (isKnown) {
      this.tally.received += 1;
      this.tally.repeated += 1;
      if (this.#buffer.contradicts(record)) this.tally.conflicts += 1;
    }
    // One that is known tells where others come that bear its time.
    if (isLate) this.late.push(record);
    if (isKnown || isLate) return;
    this.tally.received += 1;
    this.#away.expect(record);
    if (this.#unmarkedDrops > 0) this.#markDrops(record);
    this.#buffer.append(record);
    this.#countFacets(record);
  }

  /** Lines were put between others. */
  inserted(records: readonly LogRecord[]): void {
    this.tally.received += records.length;
    for (const record of records) this.#countFacets(record);
  }

  /** Lines were fetched for a gap. */
  filledGap(gap: GapMarker, { inserted, found, before, after }: GapOutcome): void {
    this.inserted(inserted);
    this.tally.gaps += new Set([before, after].filter((id) => id !== undefined)).size - 1;
    if (gap.lostBy === 'server') this.tally.lost -= found;
    else {
      // They were counted when they were dropped, and are counted anew now that they were fetched.
      this.tally.dropped -= found;
      this.tally.received -= found;
    }
  }

  /** Lines came faster than the page could take them in. */
  dropped(count: number): void {
    this.tally.received += count;
    this.tally.dropped += count;
    this.#unmarkedDrops += count;
  }

  /** Nothing is held any more: counts anew. */
  forget(): void {
    this.late.length = 0;
    this.#unmarkedDrops = 0;
    this.#away.forget();
    this.levels.restart();
    this.sources.restart();
    Object.assign(this.tally, EMPTY_TALLY);
  }

  #countFacets(record: LogRecord): void {
    this.levels.add(recogniseLevel(record.level) ?? record.level);
    this.sources.add(record.source);
  }

  /** Marks the place of dropped lines once there is a line on both its sides. */
  #markDrops(next: LogRecord): void {
    const before = this.#buffer.newestLine()?.time;
    const after = parseTimestamp(next.timestamp);
    const lost = this.#unmarkedDrops;
    this.#unmarkedDrops = 0;
    if (before === undefined) return;
    const from = Number.isNaN(before) ? after : before;
    if (Number.isNaN(from)) return;
    const reason = 'lines came faster than this page could take in';
    this.#buffer.appendGap({ from, to: after > from ? after : from, reason, lost, lostBy: 'page' });
    this.tally.gaps += 1;
  }
}
