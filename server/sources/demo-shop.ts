import type { Chance } from './demo-chance.ts';
import { DemoWriter, type DemoLine } from './demo-lines.ts';
import { PSPS } from './demo-words.ts';

/** Visits a second at pace 1: with all that follows from them about 20 lines. */
const VISITS_PER_SECOND = 9;
const FAILURES_PER_SECOND = 40;
/** Lines that are decided on but whose time has not come. A visit adds a few; the bound is for a clock that leaps. */
const MOST_PENDING = 5_000;

/**
 * The life of the shop: visits that come at random, and every now and then a bad moment. Time moves only by `linesUntil`,
 * so that a past can be made as well as a present.
 */
export class DemoShop {
  readonly #chance: Chance;
  readonly #writer: DemoWriter;
  #pace: number;
  #pending: DemoLine[] = [];
  #nextVisit: number;
  #nextJob: number;
  #nextSlowQuery: number;
  #nextTrace: number;
  #nextBurst: number;
  #nextDeath: number;

  /** `pace` is the share of the usual number of lines. */
  constructor(chance: Chance, startAt: number, pace: number) {
    this.#chance = chance;
    this.#writer = new DemoWriter(chance);
    this.#pace = pace;
    this.#nextVisit = startAt;
    this.#nextJob = startAt + chance.whole(0, 2_000);
    this.#nextSlowQuery = startAt + chance.whole(2_000, 8_000);
    this.#nextTrace = startAt + chance.whole(5_000, 15_000);
    this.#nextBurst = startAt + chance.whole(20_000, 40_000) / pace;
    this.#nextDeath = startAt + chance.whole(150_000, 250_000);
  }

  /** From now on at full pace, and with something to see soon. */
  goLive(at: number): void {
    this.#pace = 1;
    this.#nextVisit = at;
    this.#nextBurst = at + this.#chance.whole(8_000, 14_000);
    this.#nextDeath = at + this.#chance.whole(50_000, 80_000);
  }

  /** Leaves out a stretch in which nobody watched, such as the sleep of a laptop. */
  skipTo(at: number): void {
    this.#nextVisit = Math.max(this.#nextVisit, at);
    this.#nextJob = Math.max(this.#nextJob, at);
    this.#nextSlowQuery = Math.max(this.#nextSlowQuery, at);
    this.#nextTrace = Math.max(this.#nextTrace, at);
    this.#nextBurst = Math.max(this.#nextBurst, at);
    this.#nextDeath = Math.max(this.#nextDeath, at);
  }

  /** Everything that was written before `at` and not yet handed out, oldest first. */
  linesUntil(at: number): readonly DemoLine[] {
    const chance = this.#chance;
    while (this.#nextVisit < at) {
      this.#visit(this.#nextVisit);
      this.#nextVisit += chance.gapMs(VISITS_PER_SECOND * this.#pace);
    }
    while (this.#nextJob < at) {
      this.#add(this.#writer.job(this.#nextJob));
      this.#nextJob += chance.whole(800, 3_000) / this.#pace;
    }
    while (this.#nextSlowQuery < at) this.#slowQueries();
    while (this.#nextTrace < at) {
      this.#add(chance.isTrue(0.5) ? this.#writer.nodeCrash(this.#nextTrace) : this.#writer.notSent(this.#nextTrace));
      this.#nextTrace += chance.whole(9_000, 25_000) / this.#pace;
    }
    while (this.#nextBurst < at) this.#paymentTrouble();
    while (this.#nextDeath < at) this.#workerDeath();

    const due = this.#pending.filter((line) => line.at < at).sort((a, b) => a.at - b.at);
    this.#pending = this.#pending.filter((line) => line.at >= at);
    return due;
  }

  #add(line: DemoLine): void {
    if (this.#pending.length < MOST_PENDING) this.#pending.push(line);
  }

  #visit(at: number): void {
    const writer = this.#writer;
    const chance = this.#chance;
    const visit = writer.visit();
    const kind = chance.whole(1, 100);
    this.#add(writer.browse(at, visit));
    if (kind <= 22) {
      this.#add(writer.cacheLookup(at + chance.whole(1, 20)));
    } else if (kind <= 36) {
      this.#add(writer.signIn(at + chance.whole(5, 60), visit));
      this.#add(
        writer.access(at + chance.whole(60, 90), visit, 'POST /api/session', chance.isTrue(0.9) ? 204 : 401, 70),
      );
    } else if (kind <= 41) {
      this.#add(writer.mailed(at + chance.whole(10, 900), visit, ''));
    } else if (kind <= 55) {
      this.#order(at, visit);
    }
  }

  #order(at: number, visit: ReturnType<DemoWriter['visit']>): void {
    const writer = this.#writer;
    const chance = this.#chance;
    const order = writer.nextOrder();
    let time = at + chance.whole(3, 40);
    const step = (least: number, most: number): number => (time += chance.whole(least, most));
    const fields = { order, user: visit.user, requestId: visit.requestId };
    this.#add(writer.orderPlaced(time, visit, order));
    this.#add(writer.reserved(step(4, 30), order));
    if (chance.isTrue(0.5)) this.#add(writer.checkout(step(1, 5), 'DEBUG', `prices of ${order} computed`, fields));
    if (chance.isTrue(0.04)) {
      const declined = {
        ...fields,
        psp: chance.pick(PSPS),
        reason: chance.pick(['insufficient_funds', 'expired_card']),
      };
      this.#add(writer.payments(step(80, 400), 'WARN', `card for ${order} declined`, declined));
      this.#add(writer.access(step(3, 9), visit, 'POST /api/orders', 402, 300));
      return;
    }
    this.#add(writer.paymentAuthorised(step(80, 400), visit, order));
    const durationMs = Math.round(time - at);
    this.#add(
      writer.checkout(step(1, 9), 'INFO', `order ${order} confirmed in ${durationMs} ms`, { ...fields, durationMs }),
    );
    this.#add(writer.access(step(1, 4), visit, 'POST /api/orders', 201, 300));
    this.#add(writer.mailed(step(200, 2_500), visit, order));
  }

  /** A few close together: one lock makes several queries wait. */
  #slowQueries(): void {
    const chance = this.#chance;
    for (let count = chance.whole(1, 4); count > 0; count -= 1) {
      this.#add(this.#writer.slowQuery(this.#nextSlowQuery + chance.whole(0, 3_000)));
    }
    this.#nextSlowQuery += chance.whole(9_000, 22_000) / this.#pace;
  }

  /** A payment provider is away for a few seconds, and everything in front of it notices. */
  #paymentTrouble(): void {
    const writer = this.#writer;
    const chance = this.#chance;
    const start = this.#nextBurst;
    const lengthMs = chance.whole(2_200, 4_500);
    const psp = chance.pick(PSPS);
    for (let at = start; at < start + lengthMs; at += chance.gapMs(FAILURES_PER_SECOND * this.#pace)) {
      const visit = writer.visit();
      const order = writer.nextOrder();
      const retry = { order, user: visit.user, psp, backoffMs: chance.whole(1, 6) * 250, requestId: visit.requestId };
      this.#add(writer.paymentFailed(at, visit, order, psp));
      this.#add(writer.checkout(at + chance.whole(1, 12), 'WARN', `payment of ${order} failed, trying again`, retry));
      if (chance.isTrue(0.7)) {
        this.#add(
          writer.access(at + chance.whole(5, 40), visit, 'POST /api/orders', chance.pick([502, 503, 504]), 4_800),
        );
      }
      if (chance.isTrue(0.4)) {
        const fields = { ...retry, attempts: 3 };
        this.#add(
          writer.checkout(at + chance.whole(30, 400), 'ERROR', `gave up on ${order}: ${psp} is not there`, fields),
        );
      }
    }
    const opened = { psp, failures: chance.whole(20, 90), state: 'open' };
    this.#add(writer.payments(start + lengthMs, 'WARN', `circuit breaker for ${psp} opened`, opened));
    const closedAt = start + lengthMs + chance.whole(1_500, 4_000);
    this.#add(writer.payments(closedAt, 'INFO', `circuit breaker for ${psp} closed`, { psp, state: 'closed' }));
    this.#nextBurst += chance.whole(25_000, 35_000) / this.#pace;
  }

  #workerDeath(): void {
    const writer = this.#writer;
    const chance = this.#chance;
    // It announces itself, so the end comes a little after the beginning.
    const at = this.#nextDeath + 4_000;
    const worker = chance.whole(1, 8);
    const pod = `payments-${chance.hex(4)}`;
    const backoff = chance.pick([10, 10, 20]);
    for (const [before, used] of [
      [4_000, 91],
      [2_200, 95],
      [700, 99],
    ] as const) {
      const fields = { worker, pod, heapUsedMb: Math.round(used * 5.12), heapLimitMb: 512 };
      this.#add(writer.payments(at - before, 'WARN', `worker ${worker} uses ${used} % of its heap`, fields));
    }
    const dead = { worker, pod, exitCode: 137, signal: 'SIGKILL' };
    this.#add(writer.payments(at, 'FATAL', `worker ${worker} exited with code 137 (out of memory)`, dead));
    this.#add(writer.scheduler(at + 350, 'WARNING', `restarting ${pod} (backoff ${backoff} s)`));
    const readyAt = at + backoff * 1000 + chance.whole(800, 2_000);
    const ready = { worker, pod, startedInMs: chance.whole(700, 1_900) };
    this.#add(writer.payments(readyAt, 'INFO', `worker ${worker} is ready`, ready));
    this.#nextDeath += chance.whole(240_000, 420_000);
  }
}
