import { parseTimestamp, type ReadLog, type ResumeStatus } from '../protocol/index.ts';
import type { ClockSkew } from './clock-skew.ts';
import type { Continuity, EmitEvent, Interruption, RoundDone } from './continuity.ts';
import type { Fetcher } from './fetcher.ts';
import { HeldLogs } from './held-logs.ts';
import { LogBeginning } from './log-beginning.ts';
import { LogDelivery } from './log-delivery.ts';
import { LogFront } from './log-front.ts';
import { atBest, earlierPart, setPhaseBack, stillDue, type LogPhase, type PhaseOf } from './log-phase.ts';
import type { LogSource, RoundEnd } from './log-round.ts';
import { LogRounds } from './log-rounds.ts';
import { Verdicts } from './verdicts.ts';

/** A server sends its history at once: what has not reached back by then won't. */
const PATIENCE_MS = 2_000;
/** How long lines go on being counted as history after it was found to reach back. */
const HISTORY_MS = 500;
/** A server that counts says when its history is over, so that it is given more time between two lines of it. */
const COUNTING_PATIENCE_MS = 15_000;

export interface LogContinuityOptions {
  readonly emit: EmitEvent;
  readonly fetcher: Fetcher;
  readonly skew: ClockSkew;
  readonly source: () => LogSource;
  /** Called for every log that counts as received. */
  readonly received: (now: number, isMended: boolean) => void;
}

/**
 * Keeps a log stream whole across interruptions (protocol, "Resuming without gaps"): hands each line on once, in order,
 * fetches what was missed, and says `gap` where that cannot be shown to be all.
 */
export class LogContinuity implements Continuity {
  readonly #options: LogContinuityOptions;
  readonly #front: LogFront;
  readonly #held = new HeldLogs();
  readonly #delivery: LogDelivery;
  readonly #beginning: LogBeginning;
  readonly #rounds: LogRounds;
  readonly #verdicts: Verdicts;
  #phase: LogPhase = { kind: 'whole' };
  /** Until when the server may not have read yet that it is to go on after a pause: no page that is answered before proves much. */
  #resumeUnheardUntil: number | undefined;

  constructor(options: LogContinuityOptions) {
    this.#options = options;
    const { emit, fetcher, skew, source, received } = options;
    this.#front = new LogFront(emit, skew);
    this.#delivery = new LogDelivery(this.#front, this.#held);
    this.#beginning = new LogBeginning({ skew, front: this.#front, wantsHistory: () => this.#wantsHistory });
    this.#verdicts = new Verdicts(emit);
    this.#rounds = new LogRounds({
      fetcher,
      skew,
      source,
      received,
      front: this.#front,
      held: this.#held,
      openGap: (reason, lost, now) => this.#openGap(reason, lost, now),
    });
  }

  get isCatchingUp(): boolean {
    const phase = this.#phase;
    if (phase.kind === 'fetching') return phase.interruption !== undefined;
    return phase.kind === 'rejoining' || phase.kind === 'recovering';
  }

  get waiting(): number {
    return this.#held.count;
  }

  /** Whether any line has come. */
  get hasLines(): boolean {
    return this.#front.knownBy !== 'nothing';
  }

  /** The position to go on after, from a server that speaks `resume.1`. */
  get position(): string | undefined {
    return this.#front.position;
  }

  get deadline(): number | undefined {
    const phase = this.#phase;
    const phaseUntil = phase.kind === 'rejoining' || phase.kind === 'recovering' ? phase.until : Infinity;
    const at = Math.min(phaseUntil, this.#front.gap.deadline ?? Infinity);
    return at === Infinity ? undefined : at;
  }

  begin(): void {
    this.#rounds.begin();
    this.#front.begin();
    this.#delivery.begin();
    this.#beginning.begin();
    this.#phase = { kind: 'whole' };
    this.#verdicts.begin();
    this.#resumeUnheardUntil = undefined;
  }

  interrupted(interruption: Interruption, now: number): void {
    this.#rounds.cancel();
    this.#settleGap(now);
    this.#beginning.settle(now);
    this.#resumeUnheardUntil = undefined;
    const earlier = this.#interruption;
    if (this.#held.count === 0) {
      this.#phase = { kind: 'interrupted', interruption: { ...interruption, ...earlierPart(earlier) } };
      return;
    }
    // These lines came: they are handed on, behind a gap that there is now no time left to disprove.
    this.#openGap(earlier?.cause ?? interruption.cause, undefined, now);
    this.#release(now);
    this.#verdicts.report(earlier ?? interruption, 'gap', 0, now);
    this.#phase = { kind: 'interrupted', interruption };
  }

  joined(now: number, isPaused = false): void {
    this.#rounds.socketJoined();
    if (this.#phase.kind !== 'interrupted') {
      this.#beginning.joined(now, isPaused);
      return;
    }
    this.#delivery.askedForHistory();
    const { interruption } = this.#phase;
    // The server's time may only be known since now.
    this.#beginning.settle(now);
    // Where nothing came before, there is no line that anything could be missing behind; a position is still answered for.
    if (this.#front.newestTime === undefined) {
      if (this.#front.position === undefined) this.#phase = { kind: 'whole' };
      return;
    }
    const until = isPaused ? Infinity : now + PATIENCE_MS;
    this.#phase = { kind: 'rejoining', interruption, patienceMs: PATIENCE_MS, until };
  }

  /** The server speaks no `resume.1`: positions of another one mean nothing to it. */
  speaksNoPositions(): void {
    this.#front.position = undefined;
  }

  /**
   * The server says what came of the position that the stream was to go on after, or of a pause (`resume.1`). `isFirst`: it is
   * the first thing that a socket says, so that it speaks of all that was missed.
   */
  answeredResume(status: ResumeStatus, missed: number | undefined, isFirst: boolean, now: number): void {
    if (!isFirst && (this.#phase.kind === 'rejoining' || this.#phase.kind === 'fetching')) {
      // It speaks of the pause alone; what was missed before is still being found out.
      if (status !== 'recovered') this.leftOut('what was paused is no longer kept', missed, now);
      return;
    }
    this.#settleGap(now);
    const interruption = this.#interruption ?? { since: now, cause: 'the stream was interrupted' };
    switch (status) {
      case 'recovered':
      case 'truncated': {
        this.#rounds.cancel();
        const until = now + COUNTING_PATIENCE_MS;
        this.#phase = { kind: 'recovering', interruption, verdict: 'confirmed', isAwaited: true, until, recovered: 0 };
        if (status === 'truncated') this.#openGap('the server no longer has all that was missed', missed, now);
        this.#release(now);
        return;
      }
      case 'new_epoch':
        this.#front.position = undefined;
        if (this.#front.newestTime === undefined) return;
        this.#phase = {
          kind: 'rejoining',
          // A later socket knows the new numbering alone.
          interruption: atBest(interruption, 'no_gap_found'),
          patienceMs: COUNTING_PATIENCE_MS,
          until: now + COUNTING_PATIENCE_MS,
        };
        return;
      default:
        status satisfies never;
    }
  }

  /** All that was kept has been sent (`resume.1`). */
  historyEnded(position: string | undefined, now: number): void {
    this.reached(position);
    this.#front.gap.close(this.#options.skew.serverTime(now));
    if (this.#phase.kind === 'rejoining') this.#fetchMissed(this.#phase.interruption, now);
    else if (this.#phase.kind === 'recovering') this.#settleRecovery(this.#phase, now);
  }

  /** Everything up to here has been sent (`resume.1`). */
  reached(position: string | undefined): void {
    // While what was missed is being found out, nobody can say that it came.
    if (this.#phase.kind !== 'rejoining' && this.#phase.kind !== 'fetching') this.#front.reached(position);
  }

  /** The server had to leave lines out before the next one (`resume.1`). */
  leftOut(reason: string, dropped: number | undefined, now: number): void {
    if (dropped === 0) return;
    const phase = this.#phase;
    if (phase.kind === 'rejoining' || phase.kind === 'fetching') {
      // What waits came before these lines: it cannot go on waiting.
      this.#rounds.cancel();
      this.#giveUp(phase.interruption, phase.interruption?.cause ?? '', 0, now);
    }
    const words =
      reason === 'slow_reader' ? 'this reader was too slow for the stream' : `the server left lines out: ${reason}`;
    this.#openGap(words, dropped, now);
  }

  /** The stream was paused, and the server was told on this very socket to go on. `isCounted`: it answers by `resume.1`. */
  resumedAfterPause(pausedSince: number, isCounted: boolean, now: number): void {
    const phase = this.#phase;
    this.#beginning.settle(now);
    if (this.#front.newestTime === undefined && (isCounted || !this.#wantsHistory)) return;
    // The server has not said yet what came of the interruption before: it does so now.
    if (phase.kind === 'recovering' && phase.isAwaited) return;
    const earlier = this.#interruption;
    const since = Math.min(pausedSince, earlier?.since ?? Infinity);
    const interruption: Interruption = { ...earlierPart(earlier), since, cause: 'the stream was paused' };
    // Where the server counts, its own answer says what became of the pause.
    if (isCounted && phase.kind !== 'rejoining' && phase.kind !== 'fetching') {
      this.#phase = { kind: 'interrupted', interruption };
    } else {
      // A server that does not count sends again what it likes of the pause: it need not follow what waits already.
      if (!isCounted) {
        this.#held.mayLackNext();
        this.#resumeUnheardUntil = now + PATIENCE_MS;
      }
      this.#fetchMissed(interruption, now);
    }
  }

  /** Another filter is in force from now on. */
  filterChanged(now: number): void {
    this.#rounds.filterChanged();
    const phase = this.#phase;
    // The pages that were fetched count the lines of the filter before.
    if (phase.kind === 'fetching' && phase.isMissed && phase.interruption !== undefined) {
      this.#fetchMissed(phase.interruption, now);
    }
  }

  /** A log came on the socket. */
  arrived(log: ReadLog, now: number): void {
    this.#options.received(now, log.defects.length > 0);
    const phase = this.#phase;
    if (this.#resumeUnheardUntil !== undefined && (phase.kind === 'fetching' || phase.kind === 'rejoining')) {
      // The server goes on from here: only what is asked for from now on is all that it left out.
      this.#resumeUnheardUntil = undefined;
      this.#hold(log, now);
      if (this.#phase === phase && phase.interruption !== undefined) this.#fetchMissed(phase.interruption, now);
      return undefined;
    }
    switch (phase.kind) {
      case 'whole':
      case 'interrupted':
        return this.#delivery.live(log, now);
      case 'recovering':
        if (phase.isAwaited) phase.until = now + COUNTING_PATIENCE_MS;
        if (log.record.id === '') return this.#delivery.unlessFromBefore(log, now);
        if (!this.#front.isKnown(log.record.id)) phase.recovered += 1;
        return this.#front.handOn(log, 'socket', now);
      case 'fetching':
        return this.#hold(log, now);
      case 'rejoining':
        return this.#rejoin(phase, log, now);
      default:
        return phase satisfies never;
    }
  }

  poll(now: number, done: RoundDone): void {
    const interruption = this.#interruption;
    this.#phase = { kind: 'fetching', interruption, isMissed: false };
    this.#rounds.start(this.#interruption?.cause, now, (end, at) => {
      if (end.ok) this.#rounded(end, at);
      else this.#roundFailed(end, at);
      done(end, at);
    });
  }

  giveUpRound(): void {
    this.#rounds.cancel();
    if (this.#phase.kind === 'fetching') this.#phase = stillDue(this.#phase.interruption);
  }

  look(now: number): void {
    this.#front.gap.look(now, this.#options.skew.serverTime(now));
    const phase = this.#phase;
    if (phase.kind === 'rejoining' && now >= phase.until) this.#fetchMissed(phase.interruption, now);
    else if (phase.kind === 'recovering' && now >= phase.until) {
      // The server has not said that it has sent everything.
      if (phase.isAwaited) phase.interruption = atBest(phase.interruption, 'no_gap_found');
      this.#settleRecovery(phase, now);
    }
  }

  rest(now: number): void {
    this.#front.gap.close(this.#options.skew.serverTime(now));
  }

  clockSetBack(byMs: number): void {
    setPhaseBack(this.#phase, byMs);
    this.#verdicts.clockSetBack(byMs);
    this.#beginning.clockSetBack(byMs);
    if (this.#resumeUnheardUntil !== undefined) this.#resumeUnheardUntil -= byMs;
    this.#front.gap.clockSetBack(byMs);
  }

  get #interruption(): Interruption | undefined {
    return this.#phase.kind === 'whole' ? undefined : this.#phase.interruption;
  }

  get #wantsHistory(): boolean {
    return this.#options.source().firstLimit > 0;
  }

  #rejoin(phase: PhaseOf<'rejoining'>, log: ReadLog, now: number): void {
    if (this.#front.isKnown(log.record.id)) {
      // It reaches back: what came before this line is older than the first one held, or reached the server late.
      this.#delivery.releaseHistory(now);
      const { interruption } = phase;
      const until = now + HISTORY_MS;
      const verdict = 'no_gap_found';
      this.#phase = { kind: 'recovering', interruption, verdict, isAwaited: false, until, recovered: 0 };
      return this.#front.handOn(log, 'socket', now);
    }
    if (!this.#held.add(log)) return this.#front.repeat(log);
    if (phase.until !== Infinity) phase.until = now + phase.patienceMs;
    // A line that is not newer belongs before one yet to come; a newer one says that the history does not reach back.
    const isNewer = !(parseTimestamp(log.record.timestamp) <= (this.#front.askFrom ?? -Infinity));
    if (isNewer || this.#held.isFull) this.#fetchMissed(phase.interruption, now);
    return undefined;
  }

  #hold(log: ReadLog, now: number): void {
    // Its position says nothing yet on the lines before it that are still to be fetched.
    if (this.#front.isKnown(log.record.id)) return this.#front.repeat(log);
    if (!this.#held.add(log)) return this.#front.repeat(log);
    if (!this.#held.isFull) return undefined;
    const interruption = this.#interruption;
    this.#rounds.cancel();
    return this.#giveUp(interruption, 'too much came while what was missed was being fetched', 0, now);
  }

  #fetchMissed(interruption: Interruption, now: number): void {
    const reason = interruption.cause;
    if (!this.#rounds.canAsk) return this.#giveUp(interruption, reason, 0, now);
    if (this.#resumeUnheardUntil !== undefined && now >= this.#resumeUnheardUntil) this.#resumeUnheardUntil = undefined;
    this.#phase = { kind: 'fetching', interruption, isMissed: true };
    return this.#rounds.start(this.#interruption?.cause, now, (end, at) => {
      if (end.ok) this.#rounded(end, at);
      else this.#giveUp(this.#interruption, reason, end.fresh, at);
    });
  }

  /** A round brought all that there was: what waited for it comes behind it. */
  #rounded(end: Extract<RoundEnd, { ok: true }>, now: number): void {
    const interruption = this.#interruption;
    this.#front.startAt(Number.isNaN(end.serverTime) ? this.#options.skew.serverTime(now) : end.serverTime);
    this.#phase = { kind: 'whole' };
    // What was fetched reaches to the present: nothing is missing among what waits.
    this.#delivery.releaseWhole(now);
    const until = this.#resumeUnheardUntil;
    if (interruption !== undefined && until !== undefined) {
      const soFar = { ...interruption, recovered: (interruption.recovered ?? 0) + end.fresh };
      this.#phase = { kind: 'rejoining', interruption: soFar, patienceMs: PATIENCE_MS, until: Math.max(until, now) };
      return;
    }
    // The newest few lines of a stream that had none say nothing on an interruption before them.
    if (interruption !== undefined && end.reachesBack)
      this.#verdicts.report(interruption, 'no_gap_found', end.fresh, now);
  }

  /** Another round is to bring the rest. Where this one has found a gap, that much is settled. */
  #roundFailed(end: Extract<RoundEnd, { ok: false }>, now: number): void {
    const interruption = this.#interruption;
    this.#phase = stillDue(interruption);
    if (interruption === undefined || !end.hasHole) return;
    this.#verdicts.report(interruption, 'gap', end.fresh, now);
    this.#phase = { kind: 'interrupted', interruption: { since: now, cause: interruption.cause } };
  }

  /** What was missed cannot be had: marks the place and goes on. */
  #giveUp(interruption: Interruption | undefined, reason: string, recovered: number, now: number): void {
    this.#phase = { kind: 'whole' };
    if (this.#front.newestTime !== undefined) this.#openGap(reason, undefined, now);
    this.#release(now);
    if (interruption !== undefined) this.#verdicts.report(interruption, 'gap', recovered, now);
  }

  #settleRecovery(phase: PhaseOf<'recovering'>, now: number): void {
    this.#phase = { kind: 'whole' };
    this.#verdicts.report(phase.interruption, phase.verdict, phase.recovered, now);
  }

  #release(now: number): void {
    this.#delivery.release(now, () => this.#openGap('the stream was paused', undefined, now));
  }

  /** A stretch that is known to lack something is told as such before another one begins. */
  #settleGap(now: number): void {
    const phase = this.#phase;
    if (phase.kind === 'recovering' && phase.interruption.atBest === 'gap') this.#settleRecovery(phase, now);
  }

  #openGap(reason: string, lost: number | undefined, now: number): void {
    const phase = this.#phase;
    this.#front.openGap(reason, lost, this.#interruption?.since ?? now, now);
    if (phase.kind !== 'whole' && phase.interruption !== undefined) {
      phase.interruption = atBest(phase.interruption, 'gap');
    }
  }
}
