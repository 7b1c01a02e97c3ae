import type { ReadLog, ResumeStatus } from '../protocol/index.ts';
import type { Continuity, Interruption, RoundDone } from './continuity.ts';
import { LogBeginning } from './log-beginning.ts';
import { atBest, earlierPart, PATIENCE_MS, setPhaseBack, stillDue } from './log-phase.ts';
import { LogRecovery, type LogRecoveryOptions } from './log-recovery.ts';

/** A server that counts says when its history is over, so that it is given more time between two lines of it. */
const COUNTING_PATIENCE_MS = 15_000;

/**
 * Keeps a log stream whole across interruptions (protocol, "Resuming without gaps"): hands each line on once, in order,
 * fetches what was missed, and says `gap` where that cannot be shown to be all.
 */
export class LogContinuity implements Continuity {
  readonly #options: LogRecoveryOptions;
  readonly #recovery: LogRecovery;
  readonly #beginning: LogBeginning;

  constructor(options: LogRecoveryOptions) {
    this.#options = options;
    this.#recovery = new LogRecovery(options);
    const { front } = this.#recovery;
    this.#beginning = new LogBeginning({ skew: options.skew, front, wantsHistory: () => this.#wantsHistory });
  }

  get isCatchingUp(): boolean {
    const phase = this.#recovery.phase;
    if (phase.kind === 'fetching') return phase.interruption !== undefined;
    return phase.kind === 'rejoining' || phase.kind === 'recovering';
  }

  get waiting(): number {
    return this.#recovery.held.count;
  }

  /** Whether any line has come. */
  get hasLines(): boolean {
    return this.#recovery.front.knownBy !== 'nothing';
  }

  /** The position to go on after, from a server that speaks `resume.1`. */
  get position(): string | undefined {
    return this.#recovery.front.position;
  }

  get deadline(): number | undefined {
    const phase = this.#recovery.phase;
    const phaseUntil = phase.kind === 'rejoining' || phase.kind === 'recovering' ? phase.until : Infinity;
    const at = Math.min(phaseUntil, this.#recovery.front.gap.deadline ?? Infinity);
    return at === Infinity ? undefined : at;
  }

  begin(): void {
    this.#recovery.begin();
    this.#beginning.begin();
  }

  interrupted(interruption: Interruption, now: number): void {
    this.#recovery.rounds.cancel();
    this.#recovery.settleGap(now);
    this.#beginning.interrupted(interruption.since);
    this.#beginning.settle(now);
    this.#recovery.resumeUnheardUntil = undefined;
    const earlier = this.#recovery.interruption;
    if (this.#recovery.held.count === 0) {
      this.#recovery.phase = { kind: 'interrupted', interruption: { ...interruption, ...earlierPart(earlier) } };
      return;
    }
    // These lines came: they are handed on, behind a gap that there is now no time left to disprove.
    this.#recovery.openGap(earlier?.cause ?? interruption.cause, undefined, now);
    this.#recovery.release(now);
    this.#recovery.verdicts.report(earlier ?? interruption, 'gap', 0, now);
    this.#recovery.phase = { kind: 'interrupted', interruption };
  }

  joined(now: number, isPaused = false): void {
    this.#recovery.rounds.socketJoined();
    if (this.#recovery.phase.kind !== 'interrupted') {
      this.#beginning.joined(now, isPaused);
      return;
    }
    this.#recovery.delivery.askedForHistory(now + COUNTING_PATIENCE_MS);
    const { interruption } = this.#recovery.phase;
    // The server's time may only be known since now.
    this.#beginning.settle(now);
    // Where nothing came before, there is no line that anything could be missing behind; a position is still answered for.
    if (this.#recovery.front.newestTime === undefined) {
      if (this.#recovery.front.position === undefined) this.#recovery.phase = { kind: 'whole' };
      return;
    }
    const until = isPaused ? Infinity : now + PATIENCE_MS;
    this.#recovery.phase = { kind: 'rejoining', interruption, patienceMs: PATIENCE_MS, until };
  }

  /** The server speaks no `resume.1`: positions of another one mean nothing to it. */
  speaksNoPositions(): void {
    this.#recovery.front.position = undefined;
  }

  /**
   * The server says what came of the position that the stream was to go on after, or of a pause (`resume.1`). `isFirst`: it is
   * the first thing that a socket says, so that it speaks of all that was missed.
   */
  answeredResume(status: ResumeStatus, missed: number | undefined, isFirst: boolean, now: number): void {
    if (!isFirst && (this.#recovery.phase.kind === 'rejoining' || this.#recovery.phase.kind === 'fetching')) {
      // It speaks of the pause alone; what was missed before is still being found out.
      if (status !== 'recovered') this.leftOut('what was paused is no longer kept', missed, now);
      return;
    }
    this.#recovery.settleGap(now);
    const interruption = this.#recovery.interruption ?? { since: now, cause: 'the stream was interrupted' };
    switch (status) {
      case 'recovered':
      case 'truncated': {
        this.#recovery.rounds.cancel();
        const until = now + COUNTING_PATIENCE_MS;
        this.#recovery.phase = {
          kind: 'recovering',
          interruption,
          verdict: 'confirmed',
          isAwaited: true,
          until,
          recovered: 0,
        };
        if (status === 'truncated') this.#recovery.openGap('the server no longer has all that was missed', missed, now);
        this.#recovery.release(now);
        return;
      }
      case 'new_epoch':
        this.#recovery.front.position = undefined;
        if (this.#recovery.front.newestTime === undefined) return;
        this.#recovery.phase = {
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
    this.#recovery.delivery.historyEnded();
    this.#recovery.front.gap.close(this.#options.skew.serverTime(now));
    if (this.#recovery.phase.kind === 'rejoining') this.#recovery.fetchMissed(this.#recovery.phase.interruption, now);
    else if (this.#recovery.phase.kind === 'recovering') this.#recovery.settleRecovery(this.#recovery.phase, now);
  }

  /** Everything up to here has been sent (`resume.1`). */
  reached(position: string | undefined): void {
    // While what was missed is being found out, nobody can say that it came.
    if (this.#recovery.phase.kind !== 'rejoining' && this.#recovery.phase.kind !== 'fetching')
      this.#recovery.front.reached(position);
  }

  /** The server had to leave lines out before the next one (`resume.1`). */
  leftOut(reason: string, dropped: number | undefined, now: number): void {
    if (dropped === 0) return;
    const phase = this.#recovery.phase;
    if (phase.kind === 'rejoining' || phase.kind === 'fetching') {
      // What waits came before these lines: it cannot go on waiting.
      this.#recovery.rounds.cancel();
      this.#recovery.giveUp(phase.interruption, phase.interruption?.cause ?? '', 0, now);
    }
    const words =
      reason === 'slow_reader' ? 'this reader was too slow for the stream' : `the server left lines out: ${reason}`;
    this.#recovery.openGap(words, dropped, now);
  }

  /** The stream was paused, and the server was told on this very socket to go on. `isCounted`: it answers by `resume.1`. */
  resumedAfterPause(pausedSince: number, isCounted: boolean, now: number): void {
    const phase = this.#recovery.phase;
    this.#beginning.settle(now);
    if (this.#recovery.front.newestTime === undefined && (isCounted || !this.#wantsHistory)) return;
    // The server has not said yet what came of the interruption before: it does so now.
    if (phase.kind === 'recovering' && phase.isAwaited) return;
    const earlier = this.#recovery.interruption;
    const since = Math.min(pausedSince, earlier?.since ?? Infinity);
    const interruption: Interruption = { ...earlierPart(earlier), since, cause: 'the stream was paused' };
    // Where the server counts, its own answer says what became of the pause.
    if (isCounted && phase.kind !== 'rejoining' && phase.kind !== 'fetching') {
      this.#recovery.phase = { kind: 'interrupted', interruption };
    } else {
      // A server that does not count sends again what it likes of the pause: it need not follow what waits already.
      if (!isCounted) {
        this.#recovery.held.mayLackNext();
        this.#recovery.resumeUnheardUntil = now + PATIENCE_MS;
        this.#recovery.isPauseShort = now - pausedSince < PATIENCE_MS;
      }
      this.#recovery.fetchMissed(interruption, now);
    }
  }

  /** Another filter is in force from now on. */
  filterChanged(now: number): void {
    this.#recovery.rounds.filterChanged(now);
    const phase = this.#recovery.phase;
    // The pages that were fetched count the lines of the filter before.
    if (phase.kind === 'fetching' && phase.isMissed && phase.interruption !== undefined) {
      this.#recovery.fetchMissed(phase.interruption, now);
    }
  }

  /** A log came on the socket. */
  arrived(log: ReadLog, now: number): void {
    this.#options.received(now, log.defects.length > 0);
    this.#recovery.rounds.lineCame(now);
    const phase = this.#recovery.phase;
    if (this.#recovery.resumeUnheardUntil !== undefined && (phase.kind === 'fetching' || phase.kind === 'rejoining')) {
      this.#recovery.hold(log, now);
      if (this.#recovery.isPauseShort) return undefined;
      // The server goes on from here: only what is asked for from now on is all that it left out.
      this.#recovery.resumeUnheardUntil = undefined;
      if (this.#recovery.phase === phase && phase.interruption !== undefined)
        this.#recovery.fetchMissed(phase.interruption, now);
      return undefined;
    }
    switch (phase.kind) {
      case 'whole':
      case 'interrupted':
        return this.#recovery.delivery.live(log, now);
      case 'recovering':
        if (phase.isAwaited) phase.until = now + COUNTING_PATIENCE_MS;
        if (log.record.id === '' && !phase.isAwaited) return this.#recovery.delivery.unlessFromBefore(log, now);
        if (!this.#recovery.front.isKnown(log.record.id)) phase.recovered += 1;
        return this.#recovery.front.handOn(log, 'socket', now);
      case 'fetching':
        return this.#recovery.hold(log, now);
      case 'rejoining':
        return this.#recovery.rejoin(phase, log, now);
      default:
        return phase satisfies never;
    }
  }

  poll(now: number, done: RoundDone): void {
    this.#beginning.settle(now);
    const interruption = this.#recovery.interruption;
    this.#recovery.phase = { kind: 'fetching', interruption, isMissed: false };
    this.#recovery.rounds.start(interruption?.cause, now, (end, at) => {
      if (end.ok) this.#recovery.rounded(end, at);
      else this.#recovery.roundFailed(end, at);
      done(end, at);
    });
  }

  giveUpRound(): void {
    this.#recovery.rounds.cancel();
    if (this.#recovery.phase.kind === 'fetching') this.#recovery.phase = stillDue(this.#recovery.phase.interruption);
  }

  look(now: number): void {
    this.#recovery.front.gap.look(now, this.#options.skew.serverTime(now));
    const phase = this.#recovery.phase;
    if (phase.kind === 'rejoining' && now >= phase.until) this.#recovery.fetchMissed(phase.interruption, now);
    else if (phase.kind === 'recovering' && now >= phase.until) {
      const { interruption } = this.#recovery;
      // The server has not said that it has sent everything: REST is to show whether it has.
      if (phase.isAwaited && interruption !== undefined) this.#recovery.fetchMissed(interruption, now);
      else this.#recovery.settleRecovery(phase, now);
    }
  }

  rest(now: number): void {
    this.#recovery.front.gap.close(this.#options.skew.serverTime(now));
  }

  clockSetBack(byMs: number): void {
    setPhaseBack(this.#recovery.phase, byMs);
    this.#recovery.verdicts.clockSetBack(byMs);
    this.#recovery.rounds.clockSetBack(byMs);
    this.#beginning.clockSetBack(byMs);
    this.#recovery.delivery.clockSetBack(byMs);
    if (this.#recovery.resumeUnheardUntil !== undefined) this.#recovery.resumeUnheardUntil -= byMs;
    this.#recovery.front.gap.clockSetBack(byMs);
  }

  get #wantsHistory(): boolean {
    return this.#options.source().firstLimit > 0;
  }
}
