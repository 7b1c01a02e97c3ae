import type { ContinuityReport } from './connection-effects.ts';
import { worse, type EmitEvent, type Interruption } from './continuity.ts';

/** Says what became of interruptions, of no stretch of time twice. */
export class Verdicts {
  readonly #emit: EmitEvent;
  /** Until when it has been said. */
  #settledUntil = -Infinity;

  constructor(emit: EmitEvent) {
    this.#emit = emit;
  }

  begin(): void {
    this.#settledUntil = -Infinity;
  }

  /** An interruption is over. `found`: what its end showed; `fresh`: how many lines came of it since they were last counted. */
  report(interruption: Interruption, found: ContinuityReport['verdict'], fresh: number, now: number): void {
    const verdict = worse(found, interruption.atBest);
    const recovered = fresh + (interruption.recovered ?? 0);
    const since = Math.max(interruption.since, this.#settledUntil);
    this.#settledUntil = now;
    this.#emit({ kind: 'continuity', verdict, since, until: now, recovered });
  }

  clockSetBack(byMs: number): void {
    this.#settledUntil -= byMs;
  }
}
