import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_STREAM_REQUEST, type JsonValue } from '../protocol/index.ts';
import type { ConnectionEffect } from './connection.ts';
import { SimulatedDriver } from './testing/simulated-driver.ts';

/** An input to a connection: with `stale`, one that belongs to a socket of before. */
type Step =
  | { do: 'open'; follow: boolean }
  | { do: 'stop' | 'retryNow' | 'opened' | 'tick' | 'credentialRefused' }
  | { do: 'pause' | 'online' | 'visible'; on: boolean }
  | { do: 'filter'; level: string }
  | { do: 'frame'; text: string; stale: boolean }
  | { do: 'closed'; code: number; stale: boolean }
  | { do: 'advance'; ms: number }
  | { do: 'setClockBack'; ms: number }
  | { do: 'fetched'; ids: readonly string[]; hasMore: boolean; stale: boolean }
  | { do: 'fetchFailed'; kind: 'network' | 'server' | 'rate_limited' | 'not_found' | 'unauthorized' }
  | { do: 'credential'; how: 'awaiting' | 'dialed' | 'notDialed' }
  | { do: 'probed'; kind: 'authorized' | 'unauthorized' | 'forbidden' | 'rate_limited' | 'unreachable' };

const envelope = (type: string, data?: JsonValue) => JSON.stringify({ type, id: 'cmd-1', data, timestamp: '' });
const logData = (id: string, second: number) => ({ id, timestamp: `2026-11-23T11:59:0${second}.000Z`, message: id });
const log = (id: string, second: number) => envelope('log', logData(id, second));
const errorCodes = ['unauthorized', 'rate_limited', 'invalid_query', 'invalid_filter', 'internal'];
const endReasons = ['complete', 'server_shutdown', 'other'];
const frameText = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(envelope('heartbeat'), log('a', 1), log('b', 2), log('c', 3)) },
  { weight: 2, arbitrary: fc.constant(envelope('logs', [logData('d', 4), logData('e', 5)])) },
  { weight: 1, arbitrary: fc.constantFrom(envelope('history_end', { position: 'e:1' }), envelope('stream_gap', {})) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('recovered', 'truncated', 'new_epoch')
      .map((status) => envelope('stream_start', { filter: {}, ext: ['resume.1'], resume: { status } })),
  },
  { weight: 3, arbitrary: fc.constant(envelope('stream_start', { filter: {} })) },
  { weight: 1, arbitrary: fc.constantFrom(...endReasons).map((reason) => envelope('stream_end', { reason })) },
  { weight: 1, arbitrary: fc.constantFrom(...errorCodes).map((code) => envelope('error', { code })) },
  { weight: 1, arbitrary: fc.string() },
);
const stale = fc.boolean();
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('open' as const), follow: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('stop' as const, 'credentialRefused') }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constantFrom('retryNow' as const, 'opened', 'opened', 'tick') }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('pause' as const, 'online', 'visible'), on: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('filter' as const), level: fc.constantFrom('INFO', 'ERROR') }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('frame' as const), text: frameText, stale }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('closed' as const), code: fc.constantFrom(1000, 1006, 4401, 4429), stale }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('advance' as const), ms: fc.constantFrom(10, 900, 9_000, 31_000, 100_000) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('fetched' as const),
      ids: fc.subarray(['a', 'b', 'c', 'd', 'e']),
      hasMore: fc.boolean(),
      stale,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('fetchFailed' as const),
      kind: fc.constantFrom('network' as const, 'server', 'rate_limited', 'not_found', 'unauthorized'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('credential' as const),
      how: fc.constantFrom('awaiting' as const, 'dialed', 'notDialed'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('setClockBack' as const), ms: fc.constantFrom(5, 3_600_000) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('probed' as const),
      kind: fc.constantFrom('authorized' as const, 'unauthorized', 'forbidden', 'rate_limited', 'unreachable'),
    }),
  },
);

function apply(driver: SimulatedDriver, step: Step): void {
  const { connection } = driver;
  const generation = driver.socket?.generation ?? 0;
  switch (step.do) {
    case 'open':
      return connection.open({ ...DEFAULT_STREAM_REQUEST, follow: step.follow });
    case 'stop':
      return connection.stop();
    case 'retryNow':
      return connection.retryNow();
    case 'credentialRefused':
      return connection.credentialRefused('expired');
    case 'tick':
      return connection.tick();
    case 'opened':
      return driver.socket === undefined ? connection.opened(generation) : driver.opens();
    case 'pause':
      return connection.setPaused(step.on);
    case 'online':
      return connection.online(step.on);
    case 'visible':
      return connection.visible(step.on);
    case 'filter':
      return connection.setFilter({ level: step.level });
    case 'frame':
      // A real socket brings frames only once it is open.
      if (step.stale || driver.socket?.isOpen === true) connection.frame(generation - (step.stale ? 1 : 0), step.text);
      return;
    case 'closed':
      if (step.stale) connection.closed(generation - 1, step.code, '');
      else if (driver.socket !== undefined) driver.closes(step.code);
      return;
    case 'advance':
      return driver.advance(step.ms);
    case 'setClockBack':
      driver.now -= step.ms;
      // A browser's timer counts down whatever the clock does.
      if (driver.wakeAt !== undefined) driver.wakeAt -= step.ms;
      return;
    case 'fetched':
      if (step.stale) connection.fetched(0, { ok: false, failure: { kind: 'server', message: '' } });
      else if (driver.fetching !== undefined) driver.answersLogs(step.ids, { hasMore: step.hasMore });
      return;
    case 'fetchFailed':
      if (driver.fetching !== undefined) driver.failsPage({ kind: step.kind });
      return;
    case 'credential':
      if (step.how === 'awaiting') connection.awaitingCredential(generation);
      else if (step.how === 'dialed') connection.dialed(generation);
      // A driver that gave up asking has opened no socket.
      else if (driver.socket !== undefined && !driver.socket.isOpen) connection.notDialed(generation, 'none');
      return;
    case 'probed':
      return connection.probed(
        step.kind === 'rate_limited'
          ? { kind: step.kind, retryAfterMs: 5_000 }
          : step.kind === 'authorized' || step.kind === 'unreachable'
            ? { kind: step.kind }
            : { kind: step.kind, message: '' },
      );
    default:
      step satisfies never;
  }
}

const HAS_SOCKET = new Set(['connecting', 'live', 'stalled']);
/** A socket is there or is tried again at some time. */
const MAY_HAVE_SOCKET = new Set(['polling', 'paused']);
const IS_TERMINAL = new Set(['idle', 'unauthorized', 'ended']);

describe('a connection under any sequence of inputs', () => {
  // The simulated driver throws by itself on a second socket and on a send to any but the open one.
  it('has a socket exactly in the states that say so, and no timer without a cause', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('logs' as const, 'notifications' as const),
        fc.array(step, { maxLength: 80 }),
        (stream, steps) => {
          const driver = new SimulatedDriver({ stream, extensions: ['resume.1'] });
          driver.open();
          for (const one of steps) {
            apply(driver, one);
            const { kind } = driver.connection.state;
            if (!MAY_HAVE_SOCKET.has(kind)) expect(driver.socket !== undefined).toBe(HAS_SOCKET.has(kind));
            else if (driver.socket === undefined) expect(driver.wakeAt).toBeDefined();
            expect(driver.states.at(-1)?.kind).toBe(kind);
            if (IS_TERMINAL.has(kind) || kind === 'offline') {
              expect(driver.wakeAt).toBeUndefined();
              expect(driver.fetching).toBeUndefined();
            }
            if (kind === 'connecting' || kind === 'reconnecting' || kind === 'stalled') {
              expect(driver.wakeAt).toBeDefined();
            }
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('never lets what a socket of before still says change anything', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 40 }),
        frameText,
        fc.integer({ min: 1000, max: 4999 }),
        (steps, text, code) => {
          const driver = new SimulatedDriver();
          driver.open();
          for (const one of steps) apply(driver, one);
          // Any input is an occasion to notice that the clock was set back: this one, so that the stale ones are not.
          driver.connection.tick();
          const present = driver.socket?.generation;
          const before = driver.connection.state;
          const effects: ConnectionEffect[] = [];
          driver.onEffect = (effect) => effects.push(effect);
          for (const { generation } of driver.sockets) {
            if (generation === present) continue;
            driver.connection.opened(generation);
            driver.connection.frame(generation, text);
            driver.connection.closed(generation, code, '');
          }
          expect(effects.filter((effect) => effect.kind !== 'wake')).toEqual([]);
          expect(driver.connection.state).toEqual(before);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('always finds a way forward: when nothing more is heard, it asks for another socket in time', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const driver = new SimulatedDriver();
        driver.open();
        for (const one of steps) apply(driver, one);
        driver.connection.online(true);
        if (IS_TERMINAL.has(driver.kind)) return;
        // From now on the network is dead: an open socket is cut, and nothing else ever answers, REST included.
        if (driver.socket?.isOpen === true) driver.closes(1006);
        if (IS_TERMINAL.has(driver.kind)) return;
        const before = driver.sockets.length;
        driver.advance(3_600_000 * 2);
        expect(driver.sockets.length).toBeGreaterThan(before);
      }),
      { numRuns: 500 },
    );
  });

  it('hands no line on twice, says every line that came or is about to, and waits for none for ever', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const driver = new SimulatedDriver({ extensions: ['resume.1', 'batch.1'] });
        driver.open();
        for (const one of steps) if (one.do !== 'open' && one.do !== 'stop') apply(driver, one);
        const lines = driver.handedOn.filter((id) => id !== 'gap');
        expect(new Set(lines).size).toBe(lines.length);
        const { stats } = driver.connection;
        expect(driver.eventsOf('log').length + stats.waiting).toBe(stats.logs);
        if (driver.socket !== undefined) driver.closes();
        expect(driver.connection.stats.waiting).toBe(0);
      }),
      { numRuns: 1_000 },
    );
  });
});
