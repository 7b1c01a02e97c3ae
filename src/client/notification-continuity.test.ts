import { describe, expect, it } from 'vitest';
import {
  answers,
  asks,
  comes,
  interrupted,
  notification,
  polling,
  returns,
  started,
  told,
} from './testing/simulated-notifications.ts';

const HOUR_MS = 3_600_000;

describe('a second interruption before the first is settled', () => {
  it('does not move the place to ask from, whatever came live in between', () => {
    const driver = interrupted();
    const missedAt = driver.heldAt + 5_500;
    returns(driver);
    comes(driver, 'live');
    const liveAt = driver.now;
    driver.advance(10_000);
    driver.closes();
    driver.advance(2_000);
    returns(driver);
    expect(driver.fetching?.request.from).toBeLessThanOrEqual(driver.heldAt);
    answers(driver, [
      notification('held', driver.heldAt),
      notification('missed', missedAt),
      notification('live', liveAt),
    ]);
    expect(told(driver)).toEqual(['held', 'live', 'missed']);
    const reports = driver.eventsOf('continuity');
    expect(reports).toMatchObject([{ verdict: 'no_gap_found', since: driver.heldAt + 5_000, recovered: 1 }]);
  });

  it('does not move it either where nothing was held before', () => {
    const driver = started();
    const startedAt = driver.now;
    driver.closes();
    driver.advance(1_500);
    returns(driver);
    driver.advance(10_000);
    comes(driver, 'live');
    driver.closes();
    driver.advance(2_000);
    returns(driver);
    answers(driver, []);
    expect(driver.fetching?.request.from).toBeLessThanOrEqual(startedAt);
  });

  it('counts what was fetched before it as recovered, and tells a gap once', () => {
    const driver = interrupted();
    returns(driver);
    const pageAt = driver.now;
    answers(driver, [notification('a', pageAt), notification('b', pageAt)], { hasMore: true, total: 3 });
    driver.closes();
    driver.advance(2_000);
    returns(driver);
    answers(driver, [notification('a', pageAt), notification('b', pageAt), notification('c', pageAt)]);
    expect(told(driver)).toEqual(['held', 'gap', 'a', 'b', 'c']);
    expect(driver.eventsOf('continuity')).toMatchObject([{ verdict: 'gap', recovered: 3 }]);
  });

  it('is asked for from what came last once the first is settled', () => {
    const driver = interrupted();
    returns(driver);
    comes(driver, 'live');
    const liveAt = driver.now;
    answers(driver, [notification('held', driver.heldAt), notification('live', liveAt)]);
    driver.advance(60_000);
    driver.closes();
    driver.advance(2_000);
    returns(driver);
    expect(driver.fetching?.request.from).toBe(liveAt - 2_000);
  });
});

describe('what an answer shows', () => {
  it('is nothing where it does not reach back to the one that was held', () => {
    const driver = interrupted();
    returns(driver);
    answers(driver, []);
    expect(driver.verdicts).toEqual(['gap']);
    const gap = { from: driver.heldAt, to: driver.now, lost: undefined };
    expect(driver.eventsOf('gap')).toMatchObject([gap]);
  });

  it('is nothing where it reaches back to no more than what came after the interruption', () => {
    const driver = interrupted();
    returns(driver);
    comes(driver, 'live');
    answers(driver, [notification('live', driver.now)]);
    expect(driver.verdicts).toEqual(['gap']);
  });

  it('begins behind a gap, which ends with the first that was fetched', () => {
    const driver = interrupted();
    returns(driver);
    const fetchedAt = driver.now - 1_000;
    answers(driver, [notification('fetched', fetchedAt)]);
    expect(told(driver)).toEqual(['held', 'gap', 'fetched']);
    expect(driver.eventsOf('gap')).toMatchObject([{ from: driver.heldAt, to: fetchedAt }]);
    expect(driver.eventsOf('continuity')).toMatchObject([{ verdict: 'gap', recovered: 1 }]);
  });

  it('is a gap that is told once where a further page fails', () => {
    const driver = interrupted();
    returns(driver);
    answers(driver, [notification('a', driver.now)], { hasMore: true, total: 2 });
    driver.failsPage();
    expect(told(driver)).toEqual(['held', 'gap', 'a']);
    expect(driver.eventsOf('continuity')).toMatchObject([{ verdict: 'gap', recovered: 1 }]);
  });

  it('is a gap where there is none', () => {
    const driver = interrupted();
    returns(driver);
    driver.failsPage();
    expect(driver.verdicts).toEqual(['gap']);
    expect(driver.eventsOf('gap')).toMatchObject([{ from: driver.heldAt, to: driver.now }]);
  });

  it('is that no gap was found where nothing was ever held that it could reach back to', () => {
    const driver = started();
    driver.closes();
    driver.advance(1_500);
    returns(driver);
    answers(driver, []);
    answers(driver, []);
    expect(driver.verdicts).toEqual(['no_gap_found']);
    expect(driver.eventsOf('gap')).toEqual([]);
  });

  it('is that no gap was found where the one that was held is older than the time that was asked for', () => {
    const driver = started();
    driver.closes();
    driver.advance(1_500);
    returns(driver);
    answers(driver, []);
    answers(driver, [notification('late', driver.now - HOUR_MS)]);
    driver.closes();
    driver.advance(2_000);
    returns(driver);
    answers(driver, []);
    expect(driver.verdicts).toEqual(['no_gap_found', 'no_gap_found']);
  });

  it('has a gap where a further page does not go on where the one before ended', () => {
    const driver = interrupted();
    returns(driver);
    const [first, second] = [driver.now - 2_000, driver.now - 1_000];
    answers(driver, [notification('held', driver.heldAt), notification('a', first)], { hasMore: true, total: 4 });
    answers(driver, [notification('c', second)], { total: 4 });
    expect(told(driver)).toEqual(['held', 'a', 'gap', 'c']);
    expect(driver.eventsOf('gap')).toMatchObject([{ from: first, to: second }]);
    expect(driver.verdicts).toEqual(['gap']);
  });

  it('has a gap where there were more than are fetched', () => {
    const driver = interrupted();
    returns(driver);
    const [first, second] = [driver.now - 2_000, driver.now - 1_000];
    const more = { hasMore: true, total: 150_000 };
    answers(driver, [notification('held', driver.heldAt), notification('a', first)], more);
    answers(driver, [notification('z', second)], { total: 150_000 });
    expect(told(driver)).toEqual(['held', 'a', 'gap', 'z']);
    expect(driver.eventsOf('gap')).toMatchObject([{ from: first, to: second, lost: 49_998 }]);
    expect(driver.verdicts).toEqual(['gap']);
  });
});

describe('polling', () => {
  it('tells a gap where a server no longer has the one that was held, and none where it is quiet', () => {
    const driver = polling();
    answers(driver, []);
    answers(driver, [notification('a', driver.now)]);
    asks(driver);
    answers(driver, []);
    expect(told(driver)).toEqual(['a']);
    asks(driver);
    answers(driver, [notification('b', driver.now)]);
    expect(told(driver)).toEqual(['a', 'gap', 'b']);
    expect(driver.verdicts).toEqual([]);
  });
});

describe('notifications without an id', () => {
  it('are told once, however often they are fetched', () => {
    const driver = polling();
    const at = driver.now;
    answers(driver, []);
    for (let round = 0; round < 5; round += 1) {
      answers(driver, [
        notification('', at, 'one'),
        notification('', at, 'two'),
        notification('', at + 1, 'two'),
        notification('', Number.NaN, 'no time'),
      ]);
      asks(driver);
    }
    expect(told(driver)).toEqual(['', '', '', '']);
    expect(driver.connection.stats.notifications).toBe(4);
  });

  it('are one where they come live after they were fetched, and reach back like others', () => {
    const driver = started();
    comes(driver, '', 'one');
    const heldAt = driver.now;
    driver.closes();
    driver.advance(1_500);
    returns(driver);
    answers(driver, [notification('', heldAt, 'one'), notification('', driver.now, 'two')]);
    comes(driver, '', 'two');
    expect(told(driver)).toEqual(['', '']);
    expect(driver.eventsOf('continuity')).toMatchObject([{ verdict: 'no_gap_found', recovered: 1 }]);
  });

  it('and without a time may say the same again on a socket', () => {
    const driver = polling();
    answers(driver, []);
    answers(driver, [notification('', Number.NaN)]);
    driver.advance(1_000);
    driver.opens();
    const data = { title: 'T', message: '', severity: 'info' };
    driver.connection.frame(driver.present.generation, JSON.stringify({ type: 'system_notification', data }));
    expect(driver.eventsOf('notification').map(({ via }) => via)).toEqual(['rest', 'socket']);
  });

  it('are two where a socket brings two that say the same', () => {
    const driver = started();
    comes(driver, '', 'again');
    comes(driver, '', 'again');
    expect(told(driver)).toEqual(['', '']);
  });
});

describe('a clock that is set back', () => {
  it('takes the beginning of the stream along, so that nothing is asked for from the future', () => {
    const driver = started();
    driver.now -= HOUR_MS;
    driver.connection.tick();
    driver.advance(60_000);
    driver.closes();
    driver.advance(1_500);
    returns(driver);
    answers(driver, []);
    expect(driver.fetching?.request.from).toBeLessThan(driver.now - 60_000);
  });

  it('while the first page is under way, too, and with it the time of the interruption', () => {
    const driver = started();
    driver.closes();
    const lostAt = driver.now;
    driver.advance(1_500);
    returns(driver);
    driver.now -= HOUR_MS;
    answers(driver, []);
    expect(driver.fetching?.request.from).toBeLessThan(driver.now);
    answers(driver, []);
    expect(driver.eventsOf('continuity')).toMatchObject([{ since: lostAt - HOUR_MS }]);
  });

  it('has no say in where to ask from next, where the server does not tell its time', () => {
    const driver = polling();
    answers(driver, [], { serverTime: Number.NaN });
    answers(driver, [], { serverTime: Number.NaN });
    driver.now -= HOUR_MS;
    driver.connection.tick();
    asks(driver);
    answers(driver, [], { serverTime: Number.NaN });
    expect(driver.fetching?.request.from).toBeLessThan(driver.now);
  });
});
