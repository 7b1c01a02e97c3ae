import type { ClockSkew } from './clock-skew.ts';
import type { Fetcher } from './fetcher.ts';
import type { HeldLogs } from './held-logs.ts';
import type { LogFront } from './log-front.ts';
import { LogRound, type LogSource, type RoundEnd } from './log-round.ts';

/** How long lines of the filter before may go on coming. */
const UNDER_WAY_MS = 2_000;

interface LogRoundsOptions {
  readonly fetcher: Fetcher;
  readonly skew: ClockSkew;
  readonly front: LogFront;
  /** What came live and waits for what is fetched. */
  readonly held: HeldLogs;
  readonly source: () => LogSource;
  /** Called for every log that counts as received. */
  readonly received: (now: number, isMended: boolean) => void;
  readonly openGap: (reason: string, lost: number | undefined, now: number) => void;
}

/** Fetches lines over REST, round after round, and hands on what is new of them. */
export class LogRounds {
  readonly #options: LogRoundsOptions;
  /** A server that has no REST need not be asked again on this socket. */
  #isRestAbsent = false;
  /** When the filter changed, until a line of it has come: the next round need not reach back to one of the filter before. */
  #filterChangedAt: number | undefined;

  constructor(options: LogRoundsOptions) {
    this.#options = options;
  }

  /** Whether there is anything to ask, and anybody. */
  get canAsk(): boolean {
    const { front, source } = this.#options;
    return !this.#isRestAbsent && (front.askFrom !== undefined || source().firstLimit > 0);
  }

  begin(): void {
    this.cancel();
    this.#isRestAbsent = false;
    this.#filterChangedAt = undefined;
  }

  /** Another socket is there: its server may have REST. */
  socketJoined(): void {
    this.#isRestAbsent = false;
  }

  filterChanged(now: number): void {
    this.#filterChangedAt = now;
  }

  /** A line came live. After a while it can be no line of the filter before that was still on its way. */
  lineCame(now: number): void {
    if (this.#filterChangedAt !== undefined && now - this.#filterChangedAt >= UNDER_WAY_MS) {
      this.#filterChangedAt = undefined;
    }
  }

  clockSetBack(byMs: number): void {
    if (this.#filterChangedAt !== undefined) this.#filterChangedAt -= byMs;
  }

  /** Gives up what is under way. */
  cancel(): void {
    this.#options.fetcher.cancel();
  }

  /** Fetches what is new. `cause`: what interrupted the stream, where anything did: then the round must reach back to what came. */
  start(cause: string | undefined, now: number, onEnd: (end: RoundEnd, now: number) => void): void {
    const { fetcher, skew, front, held, source, received, openGap } = this.#options;
    const round = new LogRound({
      fetcher,
      skew,
      source: source(),
      askFrom: front.askFrom,
      isOld: (record) => front.isOld(record),
      precedes: (record) => front.precedes(record),
      mustReachBack: cause !== undefined,
      isKnown: (id) => front.isKnown(id),
      handOnWaiting: (id, at) => {
        const log = held.take(id);
        // Its position says nothing yet on the lines before it that are still to be fetched.
        if (log !== undefined) front.handOn({ ...log, position: undefined }, 'socket', at);
        return log !== undefined;
      },
      knownBy: front.knownBy,
      isFilterNew: this.#filterChangedAt !== undefined,
      onFresh: (record, isSilent, at) => {
        if (isSilent) return front.note(record, at);
        received(at, false);
        return front.handOn({ record, position: undefined, defects: [] }, 'rest', at);
      },
      onHole: (why, lost, at) => {
        const reason =
          why === 'left out'
            ? 'more was missed than is fetched in one go'
            : (cause ?? 'the server no longer has the lines before');
        openGap(reason, lost, at);
      },
      onEnd: (end, at) => {
        if (end.ok && end.hasLines) this.#filterChangedAt = undefined;
        if (!end.ok && end.failure.kind === 'not_found') this.#isRestAbsent = true;
        onEnd(end, at);
      },
    });
    round.ask(now);
  }
}
