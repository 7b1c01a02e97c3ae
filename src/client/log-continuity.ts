import { parseTimestamp, type ReadLog, type ResumeStatus } from '../protocol/index.ts';
import type { ClockSkew } from './clock-skew.ts';
import type { ContinuityReport } from './connection-effects.ts';
import type { Continuity, EmitEvent, Interruption, RoundDone } from './continuity.ts';
import type { Fetcher } from './fetcher.ts';
import { HeldLogs } from './held-logs.ts';
import { LogFront } from './log-front.ts';
import { LogRound, type LogSource, type RoundEnd } from './log-round.ts';

/** A server sends its history at once: what has not reached back by then won't. */
const PATIENCE_MS = 2_000;
/** How long lines go on being counted as history after it was found to reach back. */
const HISTORY_MS = 500;
/** A server that counts says when its history is over, so that it is given more time between two lines of it. */
const COUNTING_PATIENCE_MS = 15_000;

type Phase =
  | { readonly kind: 'whole' }
  /** Interrupted, and nothing brings the stream yet. */
  | { readonly kind: 'interrupted'; readonly interruption: Interruption }
  /** The socket brings history: it is to reach back to a line that came before. */
  | { readonly kind: 'rejoining'; readonly interruption: Interruption; readonly patienceMs: number; until: number }
  /** What was missed comes on the socket, until the server says that it was all (`resume.1`), or the burst is over. */
  | {
      readonly kind: 'recovering';
      readonly interruption: Interruption;
      verdict: ContinuityReport['verdict'];
      until: number;
      recovered: number;
    }
  /** What was missed is fetched over REST; what comes live meanwhile waits. */
  | { readonly kind: 'fetching'; readonly interruption: Interruption | undefined; readonly isMissed: boolean };

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
  #phase: Phase = { kind: 'whole' };
  /** A server that has no REST need not be asked again on this socket. */
  #isRestAbsent = false;
  /** When the present stream was first joined, by this clock and by the server's. */
  #joined: { readonly at: number; readonly serverTime: number } | undefined;
  /** The filter changed since the last round that brought a line: the next need not reach back to one of the filter before. */
  #isFilterNew = false;

  constructor(options: LogContinuityOptions) {
    this.#options = options;
    this.#front = new LogFront(options.emit, options.skew);
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
    this.#options.fetcher.cancel();
    this.#front.begin();
    this.#held.takeAll();
    this.#phase = { kind: 'whole' };
    this.#isRestAbsent = false;
    this.#joined = undefined;
    this.#isFilterNew = false;
  }

  interrupted(interruption: Interruption, now: number): void {
    this.#options.fetcher.cancel();
    this.#settleGap(now);
    this.#begunBefore(now);
    const earlier = this.#interruption;
    if (earlier === undefined) this.#front.mark();
    if (this.#held.count === 0) {
      this.#phase = {
        kind: 'interrupted',
        interruption: earlier === undefined ? interruption : { ...interruption, since: earlier.since },
      };
      return;
    }
    // These lines came: they are handed on, behind a gap that there is now no time left to disprove.
    this.#openGap(earlier?.cause ?? interruption.cause, undefined, now);
    this.#release(now);
    this.#report(earlier ?? interruption, 'gap', 0, now);
    this.#front.mark();
    this.#phase = { kind: 'interrupted', interruption };
  }

  joined(now: number, isPaused = false): void {
    this.#isRestAbsent = false;
    if (this.#phase.kind !== 'interrupted') {
      const { skew, source } = this.#options;
      if (skew.skewMs === undefined) return;
      this.#joined ??= { at: now, serverTime: skew.serverTime(now) };
      // Without history only what comes from now on is wanted.
      if (source().firstLimit === 0) this.#front.startAt(this.#joined.serverTime);
      return;
    }
    const { interruption } = this.#phase;
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
        this.#options.fetcher.cancel();
        const verdict = status === 'recovered' ? 'confirmed' : 'gap';
        this.#phase = { kind: 'recovering', interruption, verdict, until: Infinity, recovered: 0 };
        if (verdict === 'gap') this.#openGap('the server no longer has all that was missed', missed, now);
        this.#release(now);
        return;
      }
      case 'new_epoch':
        this.#front.position = undefined;
        if (this.#front.newestTime === undefined) return;
        this.#phase = {
          kind: 'rejoining',
          interruption,
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
    if (phase.kind === 'recovering') phase.verdict = 'gap';
    if (phase.kind === 'rejoining' || phase.kind === 'fetching') {
      // What waits came before these lines: it cannot go on waiting.
      this.#options.fetcher.cancel();
      this.#giveUp(phase.interruption, phase.interruption?.cause ?? '', 0, now);
    }
    const words =
      reason === 'slow_reader' ? 'this reader was too slow for the stream' : `the server left lines out: ${reason}`;
    this.#openGap(words, dropped, now);
  }

  /** The stream was paused, and the server was told on this very socket to go on. `isCounted`: it answers by `resume.1`. */
  resumedAfterPause(pausedSince: number, isCounted: boolean, now: number): void {
    const phase = this.#phase;
    this.#begunBefore(now);
    if (this.#front.newestTime === undefined) return;
    // The server has not said yet what came of the interruption before: it does so now.
    if (phase.kind === 'recovering' && phase.until === Infinity) return;
    const earlier = this.#interruption;
    const interruption = { since: Math.min(pausedSince, earlier?.since ?? Infinity), cause: 'the stream was paused' };
    if (earlier === undefined) this.#front.mark();
    // Where the server counts, its own answer says what became of the pause.
    if (isCounted && phase.kind !== 'rejoining' && phase.kind !== 'fetching') {
      this.#phase = { kind: 'interrupted', interruption };
    } else {
      // A server that does not count sends again what it likes of the pause: it need not follow what waits already.
      if (!isCounted) this.#held.mayLackNext();
      this.#fetchMissed(interruption, now);
    }
  }

  /** Another filter is in force from now on. */
  filterChanged(now: number): void {
    this.#isFilterNew = true;
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
    switch (phase.kind) {
      case 'whole':
      case 'interrupted':
        return this.#front.handOn(log, 'socket', now);
      case 'recovering':
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
    this.#startRound(interruption, now, (end, at) => {
      if (end.ok) this.#rounded(interruption, end, at);
      else this.#roundFailed(interruption, end, at);
      done(end, at);
    });
  }

  giveUpRound(): void {
    this.#options.fetcher.cancel();
    if (this.#phase.kind === 'fetching') this.#phase = this.#stillDue(this.#phase.interruption);
  }

  look(now: number): void {
    this.#front.gap.look(now, this.#options.skew.serverTime(now));
    const phase = this.#phase;
    if (phase.kind === 'rejoining' && now >= phase.until) this.#fetchMissed(phase.interruption, now);
    else if (phase.kind === 'recovering' && now >= phase.until) this.#settleRecovery(phase, now);
  }

  rest(now: number): void {
    this.#front.gap.close(this.#options.skew.serverTime(now));
  }

  clockSetBack(byMs: number): void {
    const phase = this.#phase;
    if (phase.kind === 'rejoining' || phase.kind === 'recovering') phase.until -= byMs;
    this.#front.gap.clockSetBack(byMs);
  }

  get #interruption(): Interruption | undefined {
    return this.#phase.kind === 'whole' ? undefined : this.#phase.interruption;
  }

  #stillDue(interruption: Interruption | undefined): Phase {
    return interruption === undefined ? { kind: 'whole' } : { kind: 'interrupted', interruption };
  }

  #rejoin(phase: Extract<Phase, { kind: 'rejoining' }>, log: ReadLog, now: number): void {
    if (this.#front.isKnown(log.record.id)) {
      // It reaches back: what came before this line is older than the first one held, or reached the server late.
      for (const { log: one } of this.#held.takeAll()) {
        if (this.#front.precedes(one.record)) this.#front.repeat(one);
        else this.#handOnOrRepeat(one, now);
      }
      const { interruption } = phase;
      const until = now + HISTORY_MS;
      this.#phase = { kind: 'recovering', interruption, verdict: 'no_gap_found', until, recovered: 0 };
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
    if (this.#front.isKnown(log.record.id)) return this.#front.handOn(log, 'socket', now);
    if (!this.#held.add(log)) return this.#front.repeat(log);
    if (!this.#held.isFull) return undefined;
    const interruption = this.#interruption;
    this.#options.fetcher.cancel();
    return this.#giveUp(interruption, 'too much came while what was missed was being fetched', 0, now);
  }

  #fetchMissed(interruption: Interruption, now: number): void {
    const reason = interruption.cause;
    if (this.#front.askFrom === undefined || this.#isRestAbsent) return this.#giveUp(interruption, reason, 0, now);
    this.#phase = { kind: 'fetching', interruption, isMissed: true };
    return this.#startRound(interruption, now, (end, at) => {
      if (end.ok) this.#rounded(interruption, end, at);
      else this.#giveUp(interruption, reason, end.fresh, at);
    });
  }

  #startRound(interruption: Interruption | undefined, now: number, onEnd: (end: RoundEnd, now: number) => void): void {
    const { fetcher, skew, source, received } = this.#options;
    const round = new LogRound({
      fetcher,
      skew,
      source: source(),
      askFrom: this.#front.askFrom,
      isOld: (record) => this.#front.isOld(record),
      precedes: (record) => this.#front.precedes(record),
      mustReachBack: interruption !== undefined,
      isKnown: (id) => this.#front.isKnown(id),
      handOnWaiting: (id, at) => {
        const log = this.#held.take(id);
        // Its position says nothing yet on the lines before it that are still to be fetched.
        if (log !== undefined) this.#front.handOn({ ...log, position: undefined }, 'socket', at);
        return log !== undefined;
      },
      knownBy: this.#front.knownBy,
      isFilterNew: this.#isFilterNew,
      onFresh: (record, isSilent, at) => {
        if (isSilent) return this.#front.note(record, at);
        received(at, false);
        return this.#front.handOn({ record, position: undefined, defects: [] }, 'rest', at);
      },
      onHole: (why, lost, at) => {
        const reason =
          why === 'left out'
            ? 'more was missed than is fetched in one go'
            : (interruption?.cause ?? 'the server no longer has the lines before');
        this.#openGap(reason, lost, at);
      },
      onEnd: (end, at) => {
        if (!end.ok && end.failure.kind === 'not_found') this.#isRestAbsent = true;
        onEnd(end, at);
      },
    });
    round.ask(now);
  }

  /** A round brought all that there was: what waited for it comes behind it. */
  #rounded(interruption: Interruption | undefined, end: Extract<RoundEnd, { ok: true }>, now: number): void {
    this.#front.startAt(Number.isNaN(end.serverTime) ? this.#options.skew.serverTime(now) : end.serverTime);
    this.#phase = { kind: 'whole' };
    if (end.hasLines) this.#isFilterNew = false;
    // What was fetched reaches to the present: nothing is missing among what waits.
    for (const { log } of this.#held.takeAll()) this.#handOnOrRepeat(log, now);
    if (interruption === undefined) return;
    this.#report(interruption, end.hasHole ? 'gap' : 'no_gap_found', end.fresh, now);
  }

  /** Another round is to bring the rest. Where this one has found a gap, that much is settled. */
  #roundFailed(interruption: Interruption | undefined, end: Extract<RoundEnd, { ok: false }>, now: number): void {
    this.#phase = this.#stillDue(interruption);
    if (interruption === undefined || !end.hasHole) return;
    this.#report(interruption, 'gap', end.fresh, now);
    this.#phase = { kind: 'interrupted', interruption: { ...interruption, since: now } };
  }

  /** What was missed cannot be had: marks the place and goes on. */
  #giveUp(interruption: Interruption | undefined, reason: string, recovered: number, now: number): void {
    this.#phase = { kind: 'whole' };
    if (this.#front.newestTime !== undefined) this.#openGap(reason, undefined, now);
    this.#release(now);
    if (interruption !== undefined) this.#report(interruption, 'gap', recovered, now);
  }

  #settleRecovery(phase: Extract<Phase, { kind: 'recovering' }>, now: number): void {
    this.#phase = { kind: 'whole' };
    this.#report(phase.interruption, phase.verdict, phase.recovered, now);
  }

  #report(interruption: Interruption, verdict: ContinuityReport['verdict'], recovered: number, now: number): void {
    this.#options.emit({ kind: 'continuity', verdict, since: interruption.since, until: now, recovered });
  }

  #release(now: number): void {
    for (const { log, mayLackBefore } of this.#held.takeAll()) {
      if (mayLackBefore) this.#openGap('the stream was paused', undefined, now);
      this.#handOnOrRepeat(log, now);
    }
  }

  #handOnOrRepeat(log: ReadLog, now: number): void {
    if (!this.#front.isKnown(log.record.id) && this.#front.isOld(log.record)) this.#front.repeat(log);
    else this.#front.handOn(log, 'socket', now);
  }

  /** A stretch that is known to lack something is told as such before another one begins. */
  #settleGap(now: number): void {
    if (this.#phase.kind === 'recovering' && this.#phase.verdict === 'gap') this.#settleRecovery(this.#phase, now);
  }

  /** A stream that brought nothing in good time has nothing from before: what is missed is missed from its beginning on. */
  #begunBefore(now: number): void {
    if (this.#joined !== undefined && now - this.#joined.at >= PATIENCE_MS) {
      this.#front.startAt(this.#joined.serverTime);
    }
  }

  #openGap(reason: string, lost: number | undefined, now: number): void {
    this.#front.openGap(reason, lost, this.#interruption?.since ?? now, now);
  }
}
