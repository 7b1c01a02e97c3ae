import type { LogBuffer, Matches, SeqRange } from '../stores/index.ts';
import type { LineSearch, MatchPlace } from '../stores/line-search.ts';

const BEFORE_ALL: MatchPlace = { seq: -Infinity, index: -1 };
const BEHIND_ALL: MatchPlace = { seq: Infinity, index: 0 };

/** A match that was stepped to. */
export interface MatchStep {
  readonly place: MatchPlace;
  /** Whether it began anew at the other end for that. */
  readonly hasWrapped: boolean;
}

/** A search with the match that its reader is at. */
export class PlacedSearch {
  lines: LineSearch;
  #place: MatchPlace;
  /** Whether the reader has seen that match: else the next step goes to it. */
  #isSeen = false;

  /** `anchor`: the number of the line that it begins at, a match or not. */
  constructor(lines: LineSearch, anchor: number) {
    this.lines = lines;
    this.#place = { seq: anchor, index: -1 };
  }

  get place(): MatchPlace {
    return this.#place;
  }

  get matches(): Matches {
    const { count, isDone } = this.lines;
    return { count, current: this.lines.ordinalOf(this.#place), isDone };
  }

  /**
   * Keeps the reader's match on its line; where that is gone, the next one takes its place. Answers that one where it is in view,
   * and so is seen.
   */
  settle(buffer: LogBuffer, inView: () => SeqRange | undefined): MatchPlace | undefined {
    const { lines } = this;
    if (!lines.isDone) return undefined;
    const { seq } = this.#place;
    const here = { ...this.#place, seq: Number.isFinite(seq) ? buffer.currentSeq(seq) : seq };
    this.#place = here;
    if (lines.ordinalOf(here) > 0) return undefined;
    const next = lines.step({ seq: here.seq, index: -1 }, 1) ?? lines.step(BEHIND_ALL, -1);
    if (next === undefined) return undefined;
    const seen = inView();
    this.#place = next;
    this.#isSeen = seen !== undefined && next.seq >= seen.first && next.seq <= seen.last;
    return this.#isSeen ? next : undefined;
  }

  /** Goes to the next match (1) or to the one before (-1), from the last one to the first; `undefined` where there is none. */
  step(step: -1 | 1): MatchStep | undefined {
    const { lines } = this;
    const isFirst = !this.#isSeen && step === 1 && lines.ordinalOf(this.#place) > 0;
    const onward = isFirst ? this.#place : lines.step(this.#place, step);
    const place = onward ?? lines.step(step === 1 ? BEFORE_ALL : BEHIND_ALL, step);
    if (place === undefined) return undefined;
    this.#place = place;
    this.#isSeen = true;
    return { place, hasWrapped: onward === undefined };
  }
}

export function isSame(one: Matches, other: Matches): boolean {
  return one.count === other.count && one.current === other.current && one.isDone === other.isDone;
}
