import type { ContinuityReport } from './connection-effects.ts';
import { worse, type Interruption } from './continuity.ts';

/** A server sends its history at once: what has not come, or has not reached back, by then won't. */
export const PATIENCE_MS = 2_000;

/** Where a log stream stands between an interruption and what becomes of it. */
export type LogPhase =
  | { readonly kind: 'whole' }
  /** Interrupted, and nothing brings the stream yet. */
  | { readonly kind: 'interrupted'; interruption: Interruption }
  /** The socket brings history: it is to reach back to a line that came before. */
  | { readonly kind: 'rejoining'; interruption: Interruption; readonly patienceMs: number; until: number }
  /** What was missed comes on the socket, until the server says that it was all (`resume.1`), or the burst is over. */
  | {
      readonly kind: 'recovering';
      interruption: Interruption;
      readonly verdict: ContinuityReport['verdict'];
      /** Whether the server is to say when it is over. */
      readonly isAwaited: boolean;
      until: number;
      recovered: number;
    }
  /** What was missed is fetched over REST; what comes live meanwhile waits. */
  | { readonly kind: 'fetching'; interruption: Interruption | undefined; readonly isMissed: boolean };

export type PhaseOf<Kind extends LogPhase['kind']> = Extract<LogPhase, { kind: Kind }>;

/** The phase of an interruption that nothing is done about yet. */
export function stillDue(interruption: Interruption | undefined): LogPhase {
  return interruption === undefined ? { kind: 'whole' } : { kind: 'interrupted', interruption };
}

/** An interruption of which no better may be said than this. */
export function atBest(interruption: Interruption, verdict: ContinuityReport['verdict']): Interruption {
  return { ...interruption, atBest: worse(verdict, interruption.atBest) };
}

/** What an interruption takes over from one that was not settled when it came. */
export function earlierPart(earlier: Interruption | undefined): Partial<Interruption> {
  if (earlier === undefined) return {};
  const { cause: _, ...rest } = earlier;
  return rest;
}

/** The clock was set back: what a phase measures by it moves along. */
export function setPhaseBack(phase: LogPhase, byMs: number): void {
  if (phase.kind === 'rejoining' || phase.kind === 'recovering') phase.until -= byMs;
  if (phase.kind === 'whole' || phase.interruption === undefined) return;
  phase.interruption = { ...phase.interruption, since: phase.interruption.since - byMs };
}
