import { describe, expect, it } from 'vitest';
import { parseRules } from '../rules/rules-file.ts';
import type { NewLog } from '../storage/log-store.ts';
import { demoRulesYaml } from './demo-rules.ts';
import { DemoSource } from './demo-source.ts';
import type { Ingest } from './source.ts';

const STARTED_AT = Date.UTC(2026, 10, 23, 12);

/** The same numbers in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

class Stage implements Ingest {
  readonly logs: NewLog[] = [];
  now = STARTED_AT;
  timer: (() => void) | undefined;
  write: Ingest['write'] = async (batch) => void this.logs.push(...batch);
  readonly source: DemoSource;

  constructor(seed: number) {
    this.source = new DemoSource({
      now: () => this.now,
      random: seeded(seed),
      setTimer: (run) => {
        this.timer = run;
        return () => {
          this.timer = undefined;
        };
      },
    });
  }

  checkpoint(): undefined {
    return undefined;
  }

  notice(): void {
    throw new Error('The demonstration has nothing to tell.');
  }

  async play(seconds: number): Promise<readonly NewLog[]> {
    const first = this.logs.length;
    for (let tick = 0; tick < seconds * 10; tick += 1) await this.step(100);
    return this.logs.slice(first);
  }

  async step(ms: number): Promise<void> {
    this.now += ms;
    const run = this.timer;
    this.timer = undefined;
    run?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const SEEDS = [1, 2, 3, 4, 5];

describe('the demonstration', () => {
  it.each(SEEDS)('has a past that fills the first screens (seed %i)', async (seed) => {
    const stage = new Stage(seed);
    await stage.source.start(stage);
    expect(stage.logs.length).toBeGreaterThan(2_400);
    expect(stage.logs.length).toBeLessThan(3_800);
    const times = stage.logs.map((log) => log.time);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(STARTED_AT - 10 * 60_000 - 1_000);
    expect(Math.max(...times)).toBeLessThanOrEqual(STARTED_AT);
    expect(Math.max(...times)).toBeGreaterThan(STARTED_AT - 10_000);
    // Access logs know whole seconds only; apart from that the past is told in order.
    let newest = 0;
    for (const time of times) {
      expect(time).toBeGreaterThan(newest - 1_000);
      newest = Math.max(newest, time);
    }
  });

  it.each(SEEDS)('runs at some 20 lines a second, with bursts and in its services’ formats (seed %i)', async (seed) => {
    const stage = new Stage(seed);
    await stage.source.start(stage);
    const perSecond: number[] = [];
    for (let second = 0; second < 60; second += 1) perSecond.push((await stage.play(1)).length);
    const sorted = perSecond.toSorted((a, b) => a - b);
    expect(sorted[30]).toBeGreaterThan(10);
    expect(sorted[30]).toBeLessThan(35);
    expect(sorted[59]).toBeGreaterThan(80);
    expect(sorted[59]).toBeLessThan(260);
    const sources = new Set(stage.logs.map((log) => log.source));
    expect([...sources].toSorted()).toEqual([
      'auth',
      'checkout-api',
      'gateway',
      'inventory',
      'notifier',
      'payments',
      'scheduler',
    ]);
    expect(stage.logs.some((log) => log.message.includes('\n\tat ') && log.level === 'ERROR')).toBe(true);
    expect(stage.logs.some((log) => log.message.includes('\n    at ') && log.level === 'ERROR')).toBe(true);
    expect(stage.logs.some((log) => log.message.includes('\u001b['))).toBe(true);
    expect(new Set(stage.logs.map((log) => log.message)).size).toBeGreaterThan(stage.logs.length / 3);
  });

  it.each(SEEDS)('makes each of its rules fire within two minutes (seed %i)', async (seed) => {
    const parsed = parseRules(demoRulesYaml, 'demo.yaml');
    if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
    expect(parsed.rules.map((rule) => rule.name)).toEqual(['Payment failures', 'Slow queries', 'Worker died']);
    const stage = new Stage(seed);
    await stage.source.start(stage);
    const logs = await stage.play(120);
    for (const rule of parsed.rules) {
      const times = logs
        .filter((log) => rule.matches(log))
        .map((log) => log.time)
        .toSorted((a, b) => a - b);
      const { count, windowMs } = rule.threshold;
      const fires = times.some((time, index) => (times[index + count - 1] ?? Number.NaN) - time <= windowMs);
      expect(fires, rule.name).toBe(true);
    }
  });

  it('says that a worker died, and that it is started again', async () => {
    const stage = new Stage(1);
    await stage.source.start(stage);
    const messages = (await stage.play(120)).map((log) => log.message);
    const death = messages.findIndex((message) => /^worker \d exited with code 137 \(out of memory\)$/.test(message));
    expect(death).toBeGreaterThan(0);
    expect(messages.slice(death).some((text) => /^restarting payments-[\da-f]{4} \(backoff \d+ s\)$/.test(text))).toBe(
      true,
    );
  });

  it('goes on from now after a sleep, and after the clock was set back', async () => {
    const stage = new Stage(1);
    await stage.source.start(stage);
    const before = stage.logs.length;
    await stage.step(8 * 3_600_000);
    expect(stage.logs.length - before).toBeLessThan(600);
    await stage.step(-3_600_000);
    const afterwards = await stage.play(10);
    expect(afterwards.length).toBeGreaterThan(50);
    expect(Math.max(...afterwards.map((log) => log.time))).toBeLessThanOrEqual(stage.now);
  });

  it('lives on when the store refuses its lines', async () => {
    const stage = new Stage(1);
    await stage.source.start(stage);
    const { write } = stage;
    stage.write = () => Promise.reject(new Error('disk full'));
    await stage.play(1);
    stage.write = write;
    expect((await stage.play(2)).length).toBeGreaterThan(0);
  });

  it('leaves no timer behind when it is stopped between two writes', async () => {
    const stage = new Stage(1);
    await stage.source.start(stage);
    expect(stage.timer).toBeDefined();
    await stage.source.stop();
    expect(stage.timer).toBeUndefined();
  });

  it('writes nothing while a write is under way, and nothing after it was stopped', async () => {
    const stage = new Stage(1);
    await stage.source.start(stage);
    let finishWrite = (): void => undefined;
    const written = new Promise<void>((resolve) => {
      finishWrite = resolve;
    });
    let writes = 0;
    stage.write = () => {
      writes += 1;
      return written;
    };
    await stage.play(3);
    expect(writes).toBe(1);
    const stopped = stage.source.stop();
    finishWrite();
    await stopped;
    await stage.play(3);
    expect(writes).toBe(1);
    expect(stage.timer).toBeUndefined();
  });
});
