/** What a gap says of itself. */
export interface DeclaredGap {
  readonly reason: string;
  /** How many lines it stands for, where that is known. */
  readonly lost: number | undefined;
}

/** What became of an interruption. Times in milliseconds since 1970. */
export interface SettledInterruption {
  readonly verdict: 'confirmed' | 'no_gap_found' | 'gap';
  readonly since: number;
}

/** Something that must not happen: when, with which lines, and which kind of thing it is. */
export interface Violation {
  readonly at: number;
  readonly kind: string;
  readonly what: string;
}

/** Lines that were not handed on between two that were, with a gap in their place. */
interface Hole {
  readonly before: number;
  readonly behind: number;
  readonly missing: number;
  readonly gaps: readonly DeclaredGap[];
  readonly at: number;
  /** When the line behind it was emitted. */
  readonly emittedAt: number;
  /** Its place among all that happened. */
  readonly turn: number;
  /** Lines of it that were handed on later after all. */
  readonly late: Set<number>;
}

export interface CheckedCounts {
  readonly handedOn: number;
  /** Of those, lines that came behind newer ones: each was missing in a gap that had been declared. */
  readonly late: number;
  readonly missing: number;
  readonly gaps: number;
  /** Gaps where nothing was missing in the end: an honest "may be missing". */
  readonly emptyGaps: number;
  readonly verdicts: Readonly<Record<SettledInterruption['verdict'], number>>;
}

/** A gap that a slow reader has earned itself is no part of an interruption that comes on top of it. */
const SLOW_READER = /too slow/;
/** More of one kind say no more. */
const MAX_OF_A_KIND = 3;
/** An interruption that takes longer than so many changes of state is not looked at from its beginning. */
const REMEMBERED_STATES = 1_000;

/**
 * The oracle of the soak. It is told what a reader was handed on, in order, and finds every line that is neither there nor
 * inside a gap, every line that comes twice, and every verdict that says more than is true.
 *
 * Lines are known by their numbers, which are emitted in order and never late. So they must be handed on in order too, with
 * one exception: a line for which a gap was declared may still come, behind newer ones, when the overlap of a later fetch
 * brings it.
 */
export class ContinuityChecker {
  readonly #every: number;
  /** Which of the others have come; `undefined` where none may. */
  readonly #others: Set<number> | undefined;
  readonly #holes: Hole[] = [];
  readonly #violations: Violation[] = [];
  readonly #verdicts = { confirmed: 0, no_gap_found: 0, gap: 0 };
  #states: { readonly at: number; readonly turn: number }[] = [];
  /** Gaps since the last line in order. */
  #gapsNow: DeclaredGap[] = [];
  #first: number | undefined;
  #last: number | undefined;
  #turn = 0;
  #settledTurn = 0;
  #handedOn = 0;
  #late = 0;
  #gaps = 0;
  #emptyGaps = 0;
  #violationCount = 0;

  /** `every`: only the multiples of this number are to come; others may, or not, but not twice, where `mayGetOthers`. */
  constructor(every = 1, mayGetOthers = false) {
    this.#every = every;
    this.#others = mayGetOthers ? new Set() : undefined;
  }

  /** The greatest number so far. */
  get last(): number | undefined {
    return this.#last;
  }

  /** The first few of each kind; `violationCount` counts them all. */
  get violations(): readonly Violation[] {
    return this.#violations;
  }

  get violationCount(): number {
    return this.#violationCount;
  }

  get counts(): CheckedCounts {
    const holes = this.#holes.filter((hole) => missingIn(hole) > 0);
    return {
      handedOn: this.#handedOn,
      late: this.#late,
      missing: holes.reduce((sum, hole) => sum + missingIn(hole), 0),
      gaps: this.#gaps,
      emptyGaps: this.#emptyGaps,
      verdicts: { ...this.#verdicts },
    };
  }

  /** A line was handed on. Times in milliseconds since 1970. */
  line(number: number, at: number, emittedAt = at): void {
    this.#turn += 1;
    this.#handedOn += 1;
    if (number % this.#every !== 0) return this.#otherLine(number, at);
    const last = this.#last;
    if (last !== undefined && number <= last) return this.#lineBehind(number, last, at);
    if (last === undefined) this.#first = number;
    else this.#lineAhead(number, last, at, emittedAt);
    this.#last = number;
    this.#gapsNow = [];
    return undefined;
  }

  /** Between the line before and the next one lines may be missing. */
  gap(gap: DeclaredGap): void {
    this.#turn += 1;
    this.#gaps += 1;
    this.#gapsNow.push(gap);
  }

  /** The state changed: an interruption began here, or might have. */
  stateChanged(at: number): void {
    this.#turn += 1;
    this.#states.push({ at, turn: this.#turn });
    if (this.#states.length > REMEMBERED_STATES) this.#states = this.#states.slice(REMEMBERED_STATES / 2);
  }

  /** The client has said what became of an interruption: behind a good verdict nothing may be missing. */
  settled({ verdict, since: from }: SettledInterruption, at: number): void {
    this.#turn += 1;
    this.#verdicts[verdict] += 1;
    // What came before the verdict before this one was settled by it, although a pause may have begun earlier.
    const began = Math.max(this.#states.find((state) => state.at >= from)?.turn ?? Infinity, this.#settledTurn);
    this.#settledTurn = this.#turn;
    if (verdict === 'gap') return;
    const since = this.#holes.findLastIndex((hole) => hole.turn < began) + 1;
    for (const hole of this.#holes.slice(since)) {
      const isEarlier = hole.emittedAt <= from;
      const isSlowness = hole.gaps.every(({ reason }) => SLOW_READER.test(reason));
      if (missingIn(hole) === 0 || isEarlier || isSlowness) continue;
      this.violation(at, 'verdict', `"${verdict}" was said although ${describeHole(hole)}`);
    }
  }

  /** All is over: `lastEmitted` is the number of the last line that there was. */
  finish(lastEmitted: number, at: number): void {
    const wanted = lastEmitted - (lastEmitted % this.#every);
    if (this.#last !== wanted && wanted > 0) {
      this.violation(
        at,
        'end',
        `the stream has not caught up: the last line is ${wanted}, the last one handed on ${this.#last ?? 'none'}`,
      );
    }
    for (const hole of this.#holes.filter(({ gaps }) => gaps.length > 0)) {
      const lost = hole.gaps.reduce((sum, gap) => sum + (gap.lost ?? Infinity), 0);
      if (lost >= missingIn(hole)) continue;
      this.violation(hole.at, 'lost', `a gap said that ${lost} lines are missing, but ${describeHole(hole)}`);
    }
  }

  /** Something else that must not happen. */
  violation(at: number, kind: string, what: string): void {
    this.#violationCount += 1;
    const known = this.#violations.filter((violation) => violation.kind === kind).length;
    if (known < MAX_OF_A_KIND) this.#violations.push({ at, kind, what });
  }

  #otherLine(number: number, at: number): void {
    if (this.#others === undefined) this.violation(at, 'unwanted', `line ${number} does not pass the filter`);
    else if (this.#others.has(number)) this.violation(at, 'twice', `line ${number} came twice`);
    else this.#others.add(number);
  }

  #lineAhead(number: number, last: number, at: number, emittedAt: number): void {
    const missing = (number - last) / this.#every - 1;
    const gaps = this.#gapsNow;
    if (missing === 0) {
      this.#emptyGaps += gaps.length;
      return;
    }
    const hole: Hole = {
      before: last,
      behind: number,
      missing,
      gaps,
      at,
      emittedAt,
      turn: this.#turn,
      late: new Set(),
    };
    if (gaps.length === 0) this.violation(at, 'hole', `${describeHole(hole)}, and no gap was declared`);
    this.#holes.push(hole);
  }

  #lineBehind(number: number, last: number, at: number): void {
    if (number < (this.#first ?? number)) {
      return this.violation(
        at,
        'too old',
        `line ${number} came after ${last} and is older than the first, ${this.#first}`,
      );
    }
    const hole = this.#holes.findLast((hole) => hole.before < number && number < hole.behind);
    if (hole === undefined || hole.late.has(number)) {
      return this.violation(at, 'twice', `line ${number} came twice; the newest was ${last}`);
    }
    if (hole.gaps.length === 0)
      this.violation(at, 'order', `line ${number} came after ${last}, and no gap had been declared`);
    hole.late.add(number);
    this.#late += 1;
    return undefined;
  }
}

function missingIn(hole: Hole): number {
  return hole.missing - hole.late.size;
}

function describeHole(hole: Hole): string {
  const missing = missingIn(hole);
  const reasons = hole.gaps.map(({ reason }) => reason).join('; ');
  const gap = reasons === '' ? '' : ` (gap: ${reasons})`;
  return `${missing} ${missing === 1 ? 'line is' : 'lines are'} missing between ${hole.before} and ${hole.behind}${gap}`;
}
