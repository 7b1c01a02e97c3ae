import { OTHER, TemplateMiner, type Pattern } from '../../patterns/index.ts';
import { BARS, MAX_LISTED, NO_LEVEL, type LineBatch, type Report, type TemplateNews } from './pattern-messages.ts';

/** How many sequence numbers are kept together. */
const RUN = 1_024;
const LEVELS = NO_LEVEL + 1;
/** Not held: no form has this number. */
const NOTHING = 0xffff_ffff;
/** How long a bar stands for: as short as the whole of what is held, or the last hour of it, allows. */
const BAR_MS = [1, 2, 5, 10, 15, 30, 60, 150].map((seconds) => seconds * 1_000);

interface HeldRun {
  readonly forms: Uint32Array;
  readonly times: Float64Array;
  readonly levels: Uint8Array;
  count: number;
}

/**
 * Which line is of which form, by sequence number. All that is reported is counted anew from this, so that what is evicted is
 * counted no longer.
 */
export class PatternLedger {
  readonly #miner = new TemplateMiner();
  readonly #runs = new Map<number, HeldRun>();
  /** The templates that the page was told of. */
  readonly #told = new Map<number, string>();

  take({ seqs, times, levels, text, lengths }: LineBatch): void {
    let start = 0;
    for (let index = 0; index < seqs.length; index += 1) {
      const end = start + (lengths[index] ?? 0);
      const form = this.#miner.add(text.slice(start, end));
      start = end;
      const seq = seqs[index] ?? 0;
      const run = this.#runOf(Math.floor(seq / RUN));
      const offset = seq - Math.floor(seq / RUN) * RUN;
      if (run.forms[offset] === NOTHING) run.count += 1;
      run.forms[offset] = form;
      run.times[offset] = times[index] ?? Number.NaN;
      run.levels[offset] = levels[index] ?? NO_LEVEL;
    }
  }

  /** Forgets the lines from `from` up to, but without, `to`. */
  forget(from: number, to: number): void {
    for (const [number, run] of this.#runs) {
      const first = number * RUN;
      if (first >= to || first + RUN <= from) continue;
      const end = Math.min(RUN, to - first);
      for (let offset = Math.max(0, from - first); offset < end; offset += 1) {
        if (run.forms[offset] === NOTHING) continue;
        run.forms[offset] = NOTHING;
        run.count -= 1;
      }
      if (run.count === 0) this.#runs.delete(number);
    }
  }

  report(): Report {
    const patterns = new Map(this.#miner.patterns().map((pattern) => [pattern.id, pattern]));
    const { oldest, newest } = this.#span();
    const isTimed = Number.isFinite(oldest);
    const barMs = BAR_MS.find((length) => length * BARS > newest - oldest) ?? BAR_MS.at(-1) ?? 1_000;
    const barsFrom = isTimed ? (Math.floor(newest / barMs) + 1 - BARS) * barMs : Number.NaN;
    const places = new Map<number, number>();
    const tallies = new Tallies(patterns.size + 1);
    let lines = 0;
    for (const [number, run] of this.#runs) {
      for (let offset = 0; offset < RUN; offset += 1) {
        const form = run.forms[offset] ?? NOTHING;
        if (form === NOTHING) continue;
        lines += 1;
        const id = form === OTHER ? 0 : this.#miner.patternOf(form);
        let place = places.get(id);
        if (place === undefined) {
          place = places.size;
          places.set(id, place);
        }
        const time = run.times[offset] ?? Number.NaN;
        const bar = isTimed ? Math.floor((time - barsFrom) / barMs) : -1;
        tallies.add(place, number * RUN + offset, time, run.levels[offset] ?? NO_LEVEL, bar);
      }
    }
    const ordered = [...places]
      .filter(([id]) => id !== 0)
      .toSorted(([id, a], [otherId, b]) => tallies.count(b) - tallies.count(a) || id - otherId);
    const listed = ordered.slice(0, MAX_LISTED);
    const listedLines = listed.reduce((sum, [, place]) => sum + tallies.count(place), 0);
    return {
      lines,
      otherLines: lines - listedLines,
      unlistedPatterns: ordered.length - listed.length,
      oldest: isTimed ? oldest : Number.NaN,
      newest: isTimed ? newest : Number.NaN,
      barsFrom,
      barMs,
      ids: Uint32Array.from(listed, ([id]) => id),
      ...tallies.columns(listed.map(([, place]) => place)),
      templates: listed.flatMap(([id]) => this.#news(patterns.get(id))),
    };
  }

  #news(pattern: Pattern | undefined): TemplateNews[] {
    if (pattern === undefined) return [];
    const { id, parts, text, regex } = pattern;
    if (this.#told.get(id) === regex) return [];
    this.#told.set(id, regex);
    return [{ id, parts, text, regex }];
  }

  #span(): { readonly oldest: number; readonly newest: number } {
    let oldest = Infinity;
    let newest = -Infinity;
    for (const { forms, times } of this.#runs.values()) {
      for (let offset = 0; offset < RUN; offset += 1) {
        if (forms[offset] === NOTHING) continue;
        const time = times[offset] ?? Number.NaN;
        if (time < oldest) oldest = time;
        if (time > newest) newest = time;
      }
    }
    return { oldest, newest };
  }

  #runOf(number: number): HeldRun {
    let run = this.#runs.get(number);
    if (run === undefined) {
      run = {
        forms: new Uint32Array(RUN).fill(NOTHING),
        times: new Float64Array(RUN),
        levels: new Uint8Array(RUN),
        count: 0,
      };
      this.#runs.set(number, run);
    }
    return run;
  }
}

type Columns = Pick<Report, 'counts' | 'firsts' | 'lasts' | 'examples' | 'levels' | 'bars'>;

/** What is counted of each pattern, by its place. */
class Tallies {
  readonly #counts: Uint32Array;
  readonly #firsts: Float64Array;
  readonly #lasts: Float64Array;
  readonly #examples: Float64Array;
  readonly #levels: Uint32Array;
  readonly #bars: Uint32Array;

  constructor(size: number) {
    this.#counts = new Uint32Array(size);
    this.#firsts = new Float64Array(size).fill(Number.NaN);
    this.#lasts = new Float64Array(size).fill(Number.NaN);
    this.#examples = new Float64Array(size).fill(-Infinity);
    this.#levels = new Uint32Array(size * LEVELS);
    this.#bars = new Uint32Array(size * BARS);
  }

  add(place: number, seq: number, time: number, level: number, bar: number): void {
    this.#counts[place] = this.count(place) + 1;
    if (!(time >= (this.#firsts[place] ?? 0)))
      this.#firsts[place] = Number.isNaN(time) ? (this.#firsts[place] ?? 0) : time;
    if (!(time <= (this.#lasts[place] ?? 0)))
      this.#lasts[place] = Number.isNaN(time) ? (this.#lasts[place] ?? 0) : time;
    if (seq > (this.#examples[place] ?? 0)) this.#examples[place] = seq;
    const levelPlace = place * LEVELS + level;
    this.#levels[levelPlace] = (this.#levels[levelPlace] ?? 0) + 1;
    if (bar < 0 || bar >= BARS) return;
    const barPlace = place * BARS + bar;
    this.#bars[barPlace] = (this.#bars[barPlace] ?? 0) + 1;
  }

  count(place: number): number {
    return this.#counts[place] ?? 0;
  }

  /** The columns of some places, in this order. */
  columns(places: readonly number[]): Columns {
    const levels = new Uint32Array(places.length * LEVELS);
    const bars = new Uint32Array(places.length * BARS);
    for (const [at, place] of places.entries()) {
      levels.set(this.#levels.subarray(place * LEVELS, (place + 1) * LEVELS), at * LEVELS);
      bars.set(this.#bars.subarray(place * BARS, (place + 1) * BARS), at * BARS);
    }
    return {
      counts: Uint32Array.from(places, (place) => this.count(place)),
      firsts: Float64Array.from(places, (place) => this.#firsts[place] ?? Number.NaN),
      lasts: Float64Array.from(places, (place) => this.#lasts[place] ?? Number.NaN),
      examples: Float64Array.from(places, (place) => this.#examples[place] ?? Number.NaN),
      levels,
      bars,
    };
  }
}
