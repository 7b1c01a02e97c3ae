import { describeFault, type Fault } from './faults.ts';

/** Something that happened, in milliseconds since 1970. */
export interface Note {
  readonly at: number;
  readonly words: string;
}

/** Lines of the log that are shown around a violation. */
const SHOWN_BEFORE_MS = 20_000;
const SHOWN_BEHIND_MS = 3_000;
/** After a fault lines are late for a while: only after this long is the weather called calm. */
const SETTLING_MS = 1_000;

/** What was done to a subject, and when. */
export class FaultLog {
  readonly #startedAt: number;
  readonly #notes: Note[] = [];
  readonly #byKind = new Map<Fault['kind'], number>();
  #underWay = 0;
  #calmSince: number;

  constructor(startedAt: number) {
    this.#startedAt = startedAt;
    this.#calmSince = startedAt;
  }

  /** Runs a fault from its beginning to its end. */
  async during(fault: Fault, act: () => Promise<void>): Promise<void> {
    this.#byKind.set(fault.kind, (this.#byKind.get(fault.kind) ?? 0) + 1);
    this.#underWay += 1;
    this.#note(describeFault(fault));
    try {
      await act();
    } finally {
      this.#underWay -= 1;
      this.#calmSince = Date.now();
      this.#note(`end of ${fault.kind}`);
    }
  }

  /** Whether nothing has been done since a while before this time, in milliseconds since 1970. */
  wasCalmAt(time: number): boolean {
    return this.#underWay === 0 && time >= this.#calmSince + SETTLING_MS;
  }

  get byKind(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#byKind].sort(([one], [other]) => one.localeCompare(other)));
  }

  /** The part of the log around a time, with what others noted. */
  around(time: number, others: readonly Note[]): string[] {
    const isNear = ({ at }: Note): boolean => at >= time - SHOWN_BEFORE_MS && at <= time + SHOWN_BEHIND_MS;
    return this.#write([...this.#notes, ...others].filter(isNear));
  }

  all(others: readonly Note[]): string[] {
    return this.#write([...this.#notes, ...others]);
  }

  /** A time as the seconds since the start. */
  stamp(time: number): string {
    return `${((time - this.#startedAt) / 1_000).toFixed(3).padStart(9)} s`;
  }

  #write(notes: Note[]): string[] {
    return notes.sort((one, other) => one.at - other.at).map(({ at, words }) => `${this.stamp(at)}  ${words}`);
  }

  #note(words: string): void {
    this.#notes.push({ at: Date.now(), words });
  }
}
