import type { ConnectionEvent, ContinuityReport } from './connection-effects.ts';
import type { RestFailure } from './rest-client.ts';

/** What became of a round of fetching. */
export type RoundResult =
  { readonly ok: true; readonly fresh: number } | { readonly ok: false; readonly failure: RestFailure };

/** Called with what became of a round, and when. */
export type RoundDone = (result: RoundResult, now: number) => void;

/** When an interruption began, in clock milliseconds, and what it was, as a part of a sentence. */
export interface Interruption {
  readonly since: number;
  readonly cause: string;
  /** The best that may be said of it in the end, by what is known already. */
  readonly atBest?: ContinuityReport['verdict'];
  /** How many lines of it have come already. */
  readonly recovered?: number;
}

const VERDICTS = ['confirmed', 'no_gap_found', 'gap'] as const satisfies readonly ContinuityReport['verdict'][];

/** The worse of two verdicts. */
export function worse(
  one: ContinuityReport['verdict'],
  other: ContinuityReport['verdict'] = 'confirmed',
): ContinuityReport['verdict'] {
  return VERDICTS.indexOf(one) < VERDICTS.indexOf(other) ? other : one;
}

/** What a connection's stream needs of whoever keeps it whole. Times in clock milliseconds. */
export interface Continuity {
  /** Whether it is not known yet what an interruption cost. */
  readonly isCatchingUp: boolean;
  /** Logs that came and wait until it is known what comes before them. */
  readonly waiting: number;
  /** When the clock must be looked at next; `undefined` when nothing is due by it. */
  readonly deadline: number | undefined;
  /** Another stream begins: what was held is of no account. */
  begin(): void;
  /** From now on something may be missed. Where that was so already, the earlier beginning holds. */
  interrupted(interruption: Interruption, now: number): void;
  /** A socket brings the stream again. */
  joined(now: number, isPaused?: boolean): void;
  /** Fetches what is new over REST, once; `done` is called once, unless the round is given up. */
  poll(now: number, done: RoundDone): void;
  /** Gives up a round that is under way; what it was for is still due. */
  giveUpRound(): void;
  look(now: number): void;
  /** Nothing more will be due by the clock: what waits for its end ends now. */
  rest(now: number): void;
  clockSetBack(byMs: number): void;
}

export type EmitEvent = (event: ConnectionEvent) => void;
