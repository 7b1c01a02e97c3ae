import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../protocol/index.ts';
import { createLogStore, type LogStore } from '../../stores/index.ts';
import { PatternLedger } from './pattern-ledger.ts';
import type { FromWorker, ToWorker } from './pattern-messages.ts';
import { PatternSession, type PatternWorker } from './pattern-session.ts';
import { readReport } from './read-report.ts';

/** Does what the worker does when it is told to: `turn` lets it answer what it was told. */
class StubWorker implements PatternWorker {
  readonly told: ToWorker[] = [];
  isTerminated = false;
  readonly #hear: ((event: { readonly data: FromWorker }) => void)[] = [];
  readonly #fail: (() => void)[] = [];
  #ledger = new PatternLedger();
  #run = 0;

  postMessage(message: ToWorker): void {
    this.told.push(message);
  }

  addEventListener(type: string, listener: (event: { readonly data: FromWorker }) => void): void {
    if (type === 'message') this.#hear.push(listener);
    else this.#fail.push(() => listener({ data: { kind: 'taken', run: 0, lines: 0 } }));
  }

  terminate(): void {
    this.isTerminated = true;
  }

  fail(): void {
    for (const listener of this.#fail) listener();
  }

  turn(): boolean {
    const message = this.told.shift();
    if (message === undefined) return false;
    const { run } = message;
    if (message.kind === 'begin') {
      this.#run = run;
      this.#ledger = new PatternLedger();
    } else if (run === this.#run) {
      if (message.kind === 'lines') {
        this.#ledger.take(message);
        this.#say({ kind: 'taken', run, lines: message.seqs.length });
      } else if (message.kind === 'forget') {
        this.#ledger.forget(-Infinity, message.before);
        for (const { from, to } of message.stretches) this.#ledger.forget(from, to);
      } else this.#say({ kind: 'report', run, report: this.#ledger.report() });
    }
    return true;
  }

  #say(data: FromWorker): void {
    for (const listener of this.#hear) listener({ data });
  }
}

interface Watched {
  readonly session: PatternSession;
  readonly workers: StubWorker[];
  /** Lets time pass and the worker answer until nothing more happens. */
  readonly settle: () => void;
}

function watch(store: LogStore): Watched {
  const workers: StubWorker[] = [];
  const waiting = new Set<() => void>();
  const session = new PatternSession({
    store,
    start() {
      const worker = new StubWorker();
      workers.push(worker);
      return worker;
    },
    later(run) {
      waiting.add(run);
      return () => waiting.delete(run);
    },
  });
  const settle = (): void => {
    for (let turn = 0; turn < 10_000; turn += 1) {
      if (workers.at(-1)?.turn() === true) continue;
      const [run] = waiting;
      if (run === undefined) return;
      waiting.delete(run);
      run();
    }
    throw new Error('It never came to rest.');
  };
  return { session, workers, settle };
}

let lastId = 0;

function lines(count: number, more: Partial<LogRecord> = {}): { kind: 'log'; record: LogRecord; isRepeat: boolean }[] {
  return Array.from({ length: count }, () => {
    lastId += 1;
    const record = {
      id: `line-${lastId}`,
      timestamp: new Date(Date.UTC(2026, 10, 23) + lastId * 1_000).toISOString(),
      level: 'INFO',
      message: `took ${lastId} ms`,
      source: 'api',
      metadata: {},
      ...more,
    };
    return { kind: 'log', record, isRepeat: false };
  });
}

function counts(session: PatternSession): Record<string, number> {
  return Object.fromEntries((session.state.report?.patterns ?? []).map(({ text, count }) => [text, count]));
}

describe('the patterns of what is shown', () => {
  it('are those of all lines held, and say so once all were looked at', () => {
    const store = createLogStore();
    store.apply(lines(5_000));
    store.apply(lines(20, { message: 'refused', level: 'ERROR' }));
    const { session, workers, settle } = watch(store);
    session.begin();
    expect(session.state).toMatchObject({ status: 'busy', taken: 0, total: 5_020 });
    for (let turn = 0; turn < 3; turn += 1) workers[0]?.turn();
    expect(session.state.status).toBe('busy');
    expect(session.state.taken).toBeGreaterThan(0);
    settle();
    expect(session.state.status).toBe('ready');
    expect(counts(session)).toEqual({ 'took ‹num› ms': 5_000, refused: 20 });
    expect(session.state.report?.patterns.map(({ level }) => level)).toEqual(['INFO', 'ERROR']);
  });

  it('grow with what comes, and shrink with what is evicted', () => {
    const store = createLogStore(1_000);
    store.apply(lines(300, { message: 'old' }));
    const { session, settle } = watch(store);
    session.begin();
    settle();
    expect(counts(session)).toEqual({ old: 300 });
    store.apply(lines(800));
    settle();
    expect(counts(session)).toEqual({ 'took ‹num› ms': 800, old: 200 });
    store.apply(lines(900));
    settle();
    expect(counts(session)).toEqual({ 'took ‹num› ms': 1_000 });
  });

  it('are found anew under another query', () => {
    const store = createLogStore();
    store.apply([...lines(10), ...lines(5, { message: 'refused' })]);
    const { session, settle } = watch(store);
    session.begin();
    settle();
    store.show(({ message }) => message === 'refused');
    settle();
    expect(counts(session)).toEqual({ refused: 5 });
    store.clear();
    settle();
    expect(counts(session)).toEqual({});
    expect(session.state.status).toBe('ready');
  });

  it('count what is shown whatever happens to the lines', () => {
    const message = fc.constantFrom('took 1 ms', 'refused', 'a b c', 'user=anna', 'took 2 ms');
    const step = fc.oneof(
      fc.record({ kind: fc.constant('append' as const), messages: fc.array(message, { maxLength: 30 }) }),
      fc.record({ kind: fc.constant('prepend' as const), messages: fc.array(message, { maxLength: 10 }) }),
      fc.record({ kind: fc.constant('show' as const), word: fc.constantFrom('', 'took', 'a') }),
      fc.record({ kind: fc.constant('read' as const), isReading: fc.boolean() }),
      fc.constant({ kind: 'note' as const }),
      fc.constant({ kind: 'clear' as const }),
      fc.constant({ kind: 'settle' as const }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const store = createLogStore(60);
        const { session, settle } = watch(store);
        session.begin();
        for (const each of steps) {
          const { buffer } = store.getState();
          if (each.kind === 'append') store.apply(each.messages.flatMap((text) => lines(1, { message: text })));
          else if (each.kind === 'prepend') {
            const older = each.messages.flatMap((text) => lines(1, { message: text }));
            store.prepend(
              older.map(({ record }) => record),
              { kind: 'open' },
            );
          } else if (each.kind === 'show') store.show((line) => line.message.includes(each.word));
          else if (each.kind === 'read') {
            const first = buffer.firstSeq;
            store.keepWhileRead(each.isReading ? { first, last: first + 5, inView: first + 5 } : undefined);
          } else if (each.kind === 'note') store.dropNote('here', 0);
          else if (each.kind === 'clear') store.clear();
          else settle();
        }
        settle();
        const { view } = store.getState();
        const expected = new Map<string, number>();
        view.scan(-Infinity, Infinity, (line) => {
          expected.set(line.message, (expected.get(line.message) ?? 0) + 1);
          return true;
        });
        const total = [...expected.values()].reduce((sum, count) => sum + count, 0);
        expect(total).toBe(view.lineCount);
        expect(session.state.report?.lines ?? 0).toBe(total);
        const took = (expected.get('took 1 ms') ?? 0) + (expected.get('took 2 ms') ?? 0);
        expect(counts(session)['took ‹num› ms'] ?? 0).toBe(took);
      }),
      { numRuns: 150 },
    );
  });

  it('are said to be broken, and found when it is tried again', () => {
    const store = createLogStore();
    store.apply(lines(10));
    const { session, workers, settle } = watch(store);
    session.begin();
    workers[0]?.fail();
    expect(session.state.status).toBe('broken');
    expect(workers[0]?.isTerminated).toBe(true);
    store.apply(lines(1));
    settle();
    expect(session.state.status).toBe('broken');
    session.begin();
    settle();
    expect(counts(session)).toEqual({ 'took ‹num› ms': 11 });
  });

  it('cost nothing once nobody looks at them', () => {
    const store = createLogStore();
    const { session, workers, settle } = watch(store);
    session.begin()();
    expect(workers[0]?.isTerminated).toBe(true);
    const before = workers[0]?.told.length;
    store.apply(lines(10));
    settle();
    expect(workers[0]?.told.length).toBeLessThanOrEqual(before ?? 0);
  });

  it('have no more batches under way than the worker is about to take', () => {
    const store = createLogStore();
    store.apply(lines(20_000));
    const { session, workers } = watch(store);
    session.begin();
    expect(workers[0]?.told.filter(({ kind }) => kind === 'lines')).toHaveLength(3);
  });
});

describe('the ledger of patterns', () => {
  it('lists no more than its bound, and counts the rest', () => {
    const ledger = new PatternLedger();
    const word = (at: number): string =>
      String.fromCharCode(97 + (at % 26), 97 + (Math.floor(at / 26) % 26), 97 + Math.floor(at / 676));
    const messages = Array.from({ length: 2_500 }, (_, at) => `${word(at)} ${word(at * 7)}x ${word(at * 3)}y`).flatMap(
      (one) => [one, one],
    );
    ledger.take({
      seqs: Float64Array.from(messages.keys()),
      times: Float64Array.from(messages, (_, at) => at),
      levels: new Uint8Array(messages.length),
      text: messages.join(''),
      lengths: Uint32Array.from(messages, ({ length }) => length),
    });
    const report = ledger.report();
    expect(report.ids.length).toBeLessThanOrEqual(2_000);
    expect(report.counts.reduce((sum, count) => sum + count, 0) + report.otherLines).toBe(5_000);
    expect(report.unlistedPatterns).toBeGreaterThan(0);
  });

  it('counts bars, levels, first and last times, and says what is new', () => {
    const ledger = new PatternLedger();
    const at = [0, 100_000, 400_000, 401_000];
    const messages = ['began', 'began', 'burst 1', 'burst 2'];
    ledger.take({
      seqs: Float64Array.from(at.keys()),
      times: Float64Array.from(at),
      levels: Uint8Array.from([2, 2, 4, 3]),
      text: messages.join(''),
      lengths: Uint32Array.from(messages, ({ length }) => length),
    });
    const report = ledger.report();
    expect([...report.counts]).toEqual([2, 2]);
    expect([...report.firsts]).toEqual([0, 400_000]);
    expect([...report.lasts]).toEqual([100_000, 401_000]);
    expect([...report.examples]).toEqual([1, 3]);
    expect(report.barMs).toBe(30_000);
    expect([...report.bars.subarray(24)].slice(-3)).toEqual([0, 0, 2]);
    const templates = new Map(report.templates.map((template) => [template.id, template]));
    const { patterns } = readReport(1, report, templates);
    expect(patterns.map(({ text, isNew }) => [text, isNew])).toEqual([
      ['began', false],
      ['burst ‹num›', true],
    ]);
    expect(patterns[1]).toMatchObject({ share: 0.5, hasOtherLevels: true });
    expect(patterns[1]?.growth).toBeGreaterThan(0);
  });
});
