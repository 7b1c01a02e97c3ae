import { describe, expect, it } from 'vitest';
import type { JsonValue, LogRecord } from '../protocol/index.ts';
import { SimulatedDriver } from './testing/simulated-driver.ts';

function arrives(driver: SimulatedDriver, id: string, time: number, position?: string): void {
  const timestamp = new Date(time).toISOString();
  driver.says('log', { ...driver.record(id), timestamp, ...(position === undefined ? {} : { position }) });
}

function answers(driver: SimulatedDriver, items: readonly LogRecord[]): void {
  const pagination = { total: items.length, limit: 2_000, offset: 0, hasMore: false };
  driver.answersPage({ ok: true, value: { stream: 'logs', page: { items, pagination, serverTime: driver.now } } });
}

function begins(driver: SimulatedDriver, resume?: JsonValue): void {
  driver.opens();
  driver.says('stream_start', { filter: {}, ext: ['resume.1'], ...(resume === undefined ? {} : { resume }) });
}

describe('a history that the first socket was cut before', () => {
  it('is shown where the second one brings it', () => {
    const driver = new SimulatedDriver();
    const from = driver.now;
    driver.goLive({ history: true, limit: 100 });
    driver.advance(300);
    driver.closes();
    driver.advance(5_000);
    driver.opens();
    driver.start();
    arrives(driver, 'old-1', from - 60_000);
    arrives(driver, 'old-2', from - 30_000);
    arrives(driver, 'new', from + 3_000);
    expect(driver.handedOn).toEqual(['old-1', 'old-2', 'new']);
  });

  it('is shown where the server counts, too', () => {
    const driver = new SimulatedDriver({ extensions: ['resume.1'] });
    const from = driver.now;
    driver.open({ history: true, limit: 100 });
    begins(driver);
    driver.advance(300);
    driver.closes();
    driver.advance(5_000);
    begins(driver);
    arrives(driver, 'old-1', from - 60_000, 'e:1');
    arrives(driver, 'old-2', from - 30_000, 'e:2');
    arrives(driver, 'new', from + 3_000, 'e:3');
    driver.says('history_end', { position: 'e:3' });
    expect(driver.handedOn).toEqual(['old-1', 'old-2', 'new']);
  });
});

describe('a line of a source whose clock is slow', () => {
  it('is news after a reconnect, once the server has said that its history is over', () => {
    const driver = new SimulatedDriver({ extensions: ['resume.1'] });
    driver.open();
    begins(driver);
    const from = driver.now;
    arrives(driver, 'a', from, 'e:1');
    driver.advance(5_000);
    driver.closes();
    driver.advance(1_500);
    begins(driver, { status: 'recovered', missed: 0 });
    driver.says('history_end', { position: 'e:1' });
    arrives(driver, 'slow', from - 10_000, 'e:2');
    expect(driver.handedOn).toEqual(['a', 'slow']);
  });

  it('is news a while after a reconnect, where the server does not say so', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    const from = driver.now;
    arrives(driver, 'a', from);
    driver.advance(5_000);
    driver.closes();
    driver.advance(1_500);
    driver.opens();
    driver.start();
    arrives(driver, 'a', from);
    driver.advance(15_000);
    arrives(driver, 'slow', from - 10_000);
    expect(driver.handedOn).toEqual(['a', 'slow']);
  });
});

describe('a server that counts', () => {
  it('repeats no line without an id, however much it looks like one that came', () => {
    const driver = new SimulatedDriver({ extensions: ['resume.1'] });
    driver.open();
    begins(driver);
    const timestamp = new Date(driver.now).toISOString();
    const tick = (number: number): void => driver.says('log', { timestamp, message: 'tick', position: `e:${number}` });
    tick(1);
    driver.closes();
    driver.advance(1_500);
    begins(driver, { status: 'recovered', missed: 2 });
    tick(2);
    tick(3);
    driver.says('history_end', { position: 'e:3' });
    expect(driver.handedOn).toEqual(['', '', '']);
    expect(driver.eventsOf('continuity')).toMatchObject([{ verdict: 'confirmed', recovered: 2 }]);
  });

  it('has what came of an interruption counted to its end, though the socket that brought it was cut', () => {
    const driver = new SimulatedDriver({ extensions: ['resume.1'] });
    driver.open();
    begins(driver);
    driver.log('log-1', 'e:1');
    driver.advance(5_000);
    driver.closes();
    driver.advance(1_500);
    begins(driver, { status: 'recovered', missed: 3 });
    driver.log('log-2', 'e:2');
    driver.log('log-3', 'e:3');
    driver.closes();
    driver.advance(2_500);
    begins(driver, { status: 'recovered', missed: 1 });
    driver.log('log-4', 'e:4');
    driver.says('history_end', { position: 'e:4' });
    expect(driver.eventsOf('continuity')).toMatchObject([{ verdict: 'confirmed', recovered: 3 }]);
  });
});

it('a stream that was cut before the server told its time has begun when it was joined, where it is polled then', () => {
  const driver = new SimulatedDriver();
  driver.open();
  driver.opens();
  driver.advance(10_000);
  driver.heartbeat();
  const from = driver.now;
  driver.closes();
  for (let time = 1; time <= 3; time += 1) {
    driver.connection.retryNow();
    driver.closes();
  }
  answers(driver, [{ ...driver.record('missed'), timestamp: new Date(from + 1).toISOString() }]);
  expect(driver.handedOn).toEqual(['missed']);
});
