import { Chance } from './demo-chance.ts';
import type { DemoLine } from './demo-lines.ts';
import { DemoShop } from './demo-shop.ts';
import { parseLine } from './parse-line.ts';
import type { Ingest, LogSource } from './source.ts';
import type { NewLog } from '../storage/log-store.ts';

export interface DemoOptions {
  readonly now?: () => number;
  /** Numbers in [0, 1). */
  readonly random?: () => number;
  /** Calls `run` once after a delay. Answers how to prevent it. */
  readonly setTimer?: (run: () => void, delayMs: number) => () => void;
}

/** How far back the shop has been open when somebody first looks. */
const PAST_MS = 10 * 60_000;
/** The past is thinner than the present: about 3,000 lines in all. */
const PAST_PACE = 0.2;
const PAST_STEP_MS = 60_000;
const TICK_MS = 100;
/** After a sleep or behind a slow disk the demonstration goes on from here instead of catching up. */
const MOST_BEHIND_MS = 2_000;

/** Logs of a made-up shop, for somebody who has none at hand. */
export class DemoSource implements LogSource {
  readonly #now: () => number;
  readonly #chance: Chance;
  readonly #setTimer: NonNullable<DemoOptions['setTimer']>;
  #shop: DemoShop | undefined;
  #cancelTimer: (() => void) | undefined;
  #writing: Promise<void> | undefined;
  #isStopped = false;
  #writtenUntil = 0;

  constructor(options: DemoOptions = {}) {
    this.#now = options.now ?? Date.now;
    this.#chance = new Chance(options.random ?? Math.random);
    this.#setTimer =
      options.setTimer ??
      ((run, delayMs) => {
        const timer = setTimeout(run, delayMs);
        return () => clearTimeout(timer);
      });
  }

  async start(ingest: Ingest): Promise<void> {
    const startedAt = this.#now();
    const shop = new DemoShop(this.#chance, startedAt - PAST_MS, PAST_PACE);
    this.#shop = shop;
    for (let until = startedAt - PAST_MS + PAST_STEP_MS; until <= startedAt; until += PAST_STEP_MS) {
      if (this.#isStopped) return;
      await ingest.write(shop.linesUntil(until).map(asLog));
    }
    shop.goLive(startedAt);
    this.#writtenUntil = startedAt;
    this.#scheduleTick(ingest);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    await this.#writing;
  }

  #scheduleTick(ingest: Ingest): void {
    if (this.#isStopped) return;
    this.#cancelTimer = this.#setTimer(() => {
      this.#writing = this.#tick(ingest).finally(() => {
        this.#writing = undefined;
        this.#scheduleTick(ingest);
      });
    }, TICK_MS);
  }

  async #tick(ingest: Ingest): Promise<void> {
    const now = this.#now();
    if (this.#shop === undefined || now <= this.#writtenUntil - MOST_BEHIND_MS) {
      // The clock was set back: the shop's day goes on from there.
      this.#shop = new DemoShop(this.#chance, now, 1);
    } else if (now - this.#writtenUntil > MOST_BEHIND_MS) {
      this.#shop.skipTo(now - MOST_BEHIND_MS);
    }
    this.#writtenUntil = now;
    const lines = this.#shop.linesUntil(now);
    if (lines.length === 0) return;
    try {
      await ingest.write(lines.map(asLog));
    } catch {
      // The store has said so itself, and made-up lines are no loss.
    }
  }
}

function asLog(line: DemoLine): NewLog {
  return parseLine(line.text, { source: line.source, readAt: Math.trunc(line.at) });
}
