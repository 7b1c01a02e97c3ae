import { parseTimestamp, type ReadLog } from '../protocol/index.ts';
import type { ClockSkew } from './clock-skew.ts';
import type { EmitEvent, Interruption } from './continuity.ts';
import type { Fetcher } from './fetcher.ts';
import { HeldLogs } from './held-logs.ts';
import { LogDelivery } from './log-delivery.ts';
import { LogFront } from './log-front.ts';
import { atBest, PATIENCE_MS, stillDue, type LogPhase, type PhaseOf } from './log-phase.ts';
import type { LogSource, RoundEnd } from './log-round.ts';
import { LogRounds } from './log-rounds.ts';
import { Verdicts } from './verdicts.ts';

/** How long lines go on being counted as history after it was found to reach back. */
const HISTORY_MS = 500;

export interface LogRecoveryOptions {
  readonly emit: EmitEvent;
  readonly fetcher: Fetcher;
  readonly skew: ClockSkew;
  readonly source: () => LogSource;
  /** Called for every log that counts as received. */
  readonly received: (now: number, isMended: boolean) => void;
}

/** What is done to make up for an interruption of a log stream, step by step, and what is said of it in the end. */
export class LogRecovery {
  readonly front: LogFront;
  readonly held = new HeldLogs();
  readonly delivery: LogDelivery;
  readonly rounds: LogRounds;
  readonly verdicts: Verdicts;
  phase: LogPhase = { kind: 'whole' };
  /** Until when the server may not have read yet that it is to go on after a pause: no page that is answered before proves much. */
  resumeUnheardUntil: number | undefined;
  /** The pause was so short that lines from before it may still be on their way: none of them says that the server goes on. */
  isPauseShort = false;
  readonly #skew: ClockSkew;

  constructor({ emit, fetcher, skew, source, received }: LogRecoveryOptions) {
    this.#skew = skew;
    this.front = new LogFront(emit, skew);
    this.delivery = new LogDelivery(this.front, this.held);
    this.verdicts = new Verdicts(emit);
    const openGap = (reason: string, lost: number | undefined, now: number): void => this.openGap(reason, lost, now);
    this.rounds = new LogRounds({ fetcher, skew, source, received, front: this.front, held: this.held, openGap });
  }

  begin(): void {
    this.rounds.begin();
    this.front.begin();
    this.delivery.begin();
    this.verdicts.begin();
    this.phase = { kind: 'whole' };
    this.resumeUnheardUntil = undefined;
  }

  /** The interruption that is not settled yet, with what has come of it so far. */
  get interruption(): Interruption | undefined {
    const phase = this.phase;
    if (phase.kind === 'whole') return undefined;
    if (phase.kind !== 'recovering' || phase.recovered === 0) return phase.interruption;
    return { ...phase.interruption, recovered: (phase.interruption.recovered ?? 0) + phase.recovered };
  }

  /** A line of the history that is to reach back to one that came. */
  rejoin(phase: PhaseOf<'rejoining'>, log: ReadLog, now: number): void {
    if (this.front.isKnown(log.record.id)) {
      // It reaches back: what came before this line is older than the first one held, or reached the server late.
      this.delivery.releaseHistory(now);
      const { interruption } = phase;
      const until = now + HISTORY_MS;
      const verdict = 'no_gap_found';
      this.phase = { kind: 'recovering', interruption, verdict, isAwaited: false, until, recovered: 0 };
      return this.front.handOn(log, 'socket', now);
    }
    if (!this.held.add(log)) return this.front.repeat(log);
    if (phase.until !== Infinity) phase.until = now + phase.patienceMs;
    // A line that is not newer belongs before one yet to come; a newer one says that the history does not reach back.
    const isNewer = !(parseTimestamp(log.record.timestamp) <= (this.front.askFrom ?? -Infinity));
    if (isNewer || this.held.isFull) this.fetchMissed(phase.interruption, now);
    return undefined;
  }

  /** A line that came live while what was missed is fetched: it waits. */
  hold(log: ReadLog, now: number): void {
    // Its position says nothing yet on the lines before it that are still to be fetched.
    if (this.front.isKnown(log.record.id)) return this.front.repeat(log);
    if (!this.held.add(log)) return this.front.repeat(log);
    if (!this.held.isFull) return undefined;
    const interruption = this.interruption;
    this.rounds.cancel();
    return this.giveUp(interruption, 'too much came while what was missed was being fetched', 0, now);
  }

  /** Asks REST for all that was missed; where there is none, the gap is declared. */
  fetchMissed(interruption: Interruption, now: number): void {
    const reason = interruption.cause;
    if (!this.rounds.canAsk) return this.giveUp(interruption, reason, 0, now);
    if (this.resumeUnheardUntil !== undefined && now >= this.resumeUnheardUntil) this.resumeUnheardUntil = undefined;
    this.phase = { kind: 'fetching', interruption, isMissed: true };
    return this.rounds.start(reason, now, (end, at) => {
      if (end.ok) this.rounded(end, at);
      else this.giveUp(this.interruption, reason, end.fresh, at);
    });
  }

  /** A round brought all that there was: what waited for it comes behind it. */
  rounded(end: Extract<RoundEnd, { ok: true }>, now: number): void {
    const interruption = this.interruption;
    this.front.startAt(Number.isNaN(end.serverTime) ? this.#skew.serverTime(now) : end.serverTime);
    const until = this.resumeUnheardUntil;
    if (interruption !== undefined && until !== undefined) {
      const soFar = { ...interruption, recovered: (interruption.recovered ?? 0) + end.fresh };
      this.phase = { kind: 'rejoining', interruption: soFar, patienceMs: PATIENCE_MS, until: Math.max(until, now) };
      return;
    }
    this.phase = { kind: 'whole' };
    // What was fetched reaches to the present: nothing is missing among what waits.
    this.delivery.releaseWhole(now);
    // The newest few lines of a stream that had none say nothing on an interruption before them.
    if (interruption === undefined || !end.reachesBack) return;
    this.verdicts.report(interruption, 'no_gap_found', end.fresh, now);
  }

  /** Another round is to bring the rest. Where this one has found a gap, that much is settled. */
  roundFailed(end: Extract<RoundEnd, { ok: false }>, now: number): void {
    const interruption = this.interruption;
    this.phase = stillDue(interruption);
    if (interruption === undefined || !end.hasHole) return;
    this.verdicts.report(interruption, 'gap', end.fresh, now);
    this.phase = { kind: 'interrupted', interruption: { since: now, cause: interruption.cause } };
  }

  /** What was missed cannot be had: marks the place and goes on. */
  giveUp(interruption: Interruption | undefined, reason: string, recovered: number, now: number): void {
    this.phase = { kind: 'whole' };
    if (this.front.newestTime !== undefined) this.openGap(reason, undefined, now);
    this.release(now);
    if (interruption !== undefined) this.verdicts.report(interruption, 'gap', recovered, now);
  }

  /** What was missed has come on the socket, as far as it will. */
  settleRecovery(phase: PhaseOf<'recovering'>, now: number): void {
    this.phase = { kind: 'whole' };
    this.verdicts.report(phase.interruption, phase.verdict, phase.recovered, now);
  }

  /** Hands on what waits, whatever lacks before it. */
  release(now: number): void {
    this.delivery.release(now, () => this.openGap('the stream was paused', undefined, now));
  }

  /** A stretch that is known to lack something is told as such before another one begins. */
  settleGap(now: number): void {
    const phase = this.phase;
    if (phase.kind === 'recovering' && phase.interruption.atBest === 'gap') this.settleRecovery(phase, now);
  }

  /** What comes next does not follow what came: nothing better will be said of the interruption. */
  openGap(reason: string, lost: number | undefined, now: number): void {
    const phase = this.phase;
    this.front.openGap(reason, lost, this.interruption?.since ?? now, now);
    if (phase.kind !== 'whole' && phase.interruption !== undefined) {
      phase.interruption = atBest(phase.interruption, 'gap');
    }
  }
}
