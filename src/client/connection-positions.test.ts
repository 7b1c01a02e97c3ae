import { describe, expect, it } from 'vitest';
import { SimulatedDriver } from './testing/simulated-driver.ts';

describe('with resume.1', () => {
  const begin = (driver: SimulatedDriver, resume?: { status: string; missed?: number }): void => {
    driver.opens();
    driver.says('stream_start', { filter: {}, ext: ['resume.1'], ...(resume === undefined ? {} : { resume }) });
  };
  const live = (): SimulatedDriver => {
    const driver = new SimulatedDriver({ extensions: ['resume.1', 'batch.1'] });
    driver.open();
    expect(driver.present.parameters.get('ext')).toBe('resume.1,batch.1');
    expect(driver.present.parameters.has('after')).toBe(false);
    begin(driver);
    driver.says('history_end', {});
    driver.log('log-1', 'e1:1');
    driver.log('log-2', 'e1:2');
    return driver;
  };
  const reconnect = (driver: SimulatedDriver): void => {
    driver.closes();
    driver.advance(1_500);
  };

  it('the stream goes on after the last position, and is complete when the server says so', () => {
    const driver = live();
    expect(driver.connection.stats.extensions).toEqual(['resume.1']);
    reconnect(driver);
    expect(driver.present.parameters.get('after')).toBe('e1:2');
    begin(driver, { status: 'recovered' });
    driver.log('log-3', 'e1:3');
    expect(driver.connection.state).toMatchObject({ isCatchingUp: true });
    driver.says('history_end', { position: 'e1:3' });
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3']);
    expect(driver.eventsOf('continuity')).toMatchObject([{ verdict: 'confirmed', recovered: 1 }]);
    expect(driver.fetches).toEqual([]);
  });

  it('what the server no longer has is a gap with its count', () => {
    const driver = live();
    reconnect(driver);
    begin(driver, { status: 'truncated', missed: 40 });
    driver.log('log-43', 'e1:43');
    driver.says('history_end', {});
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'gap', 'log-43']);
    expect(driver.eventsOf('gap')).toMatchObject([{ lost: 40 }]);
    expect(driver.verdicts).toEqual(['gap']);
  });

  it('a server that counts anew is compared with what is held, like a plain one', () => {
    const driver = live();
    reconnect(driver);
    begin(driver, { status: 'new_epoch' });
    driver.log('log-2', 'e2:1');
    driver.log('log-3', 'e2:2');
    driver.says('history_end', { position: 'e2:2' });
    expect(driver.verdicts).toEqual(['no_gap_found']);
    reconnect(driver);
    expect(driver.present.parameters.get('after')).toBe('e2:2');
  });

  it('a server that counts anew and has forgotten all is asked over REST, then it is a gap', () => {
    const driver = live();
    reconnect(driver);
    begin(driver, { status: 'new_epoch' });
    driver.advance(10_000);
    expect(driver.fetches).toEqual([]);
    driver.says('history_end', { position: 'e2:0' });
    driver.answersLogs([]);
    driver.log('log-9', 'e2:1');
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'gap', 'log-9']);
  });

  it('a heartbeat moves the position on where no line matched', () => {
    const driver = live();
    const timestamp = new Date(driver.now).toISOString();
    const beat = { type: 'heartbeat', id: 'hb', timestamp, position: 'e1:700' };
    driver.connection.frame(driver.present.generation, JSON.stringify(beat));
    reconnect(driver);
    expect(driver.present.parameters.get('after')).toBe('e1:700');
  });

  it('lines that the server left out for a slow reader are a gap before the next line', () => {
    const driver = live();
    driver.says('stream_gap', { reason: 'slow_reader', dropped: 12 });
    driver.log('log-15', 'e1:15');
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'gap', 'log-15']);
    expect(driver.eventsOf('gap')).toMatchObject([{ lost: 12, reason: 'this reader was too slow for the stream' }]);
  });

  it('after a pause the server itself says what became of it', () => {
    const driver = live();
    driver.connection.setPaused(true);
    driver.connection.setPaused(false);
    driver.says('stream_start', { filter: {}, ext: ['resume.1'], resume: { status: 'recovered' } });
    driver.log('log-3', 'e1:3');
    driver.says('history_end', { position: 'e1:3' });
    expect(driver.verdicts).toEqual(['confirmed']);
    expect(driver.fetches).toEqual([]);
  });

  it('batches are taken apart in their order', () => {
    const driver = live();
    driver.says('logs', [
      { ...driver.record('log-3'), position: 'e1:3' },
      { ...driver.record('log-4'), position: 'e1:4' },
    ]);
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'log-3', 'log-4']);
    reconnect(driver);
    expect(driver.present.parameters.get('after')).toBe('e1:4');
  });

  it('nothing is confirmed that was never fetched: a position of the new numbering waits until it was', () => {
    const driver = live();
    reconnect(driver);
    begin(driver, { status: 'new_epoch' });
    driver.says('history_end', { position: 'e2:700' });
    expect(driver.fetching).toBeDefined();
    reconnect(driver);
    expect(driver.present.parameters.has('after')).toBe(false);
  });

  it('a stretch that lacks something is told as such, whatever is confirmed after it', () => {
    for (const again of ['pause', 'drop']) {
      const driver = live();
      reconnect(driver);
      begin(driver, { status: 'truncated', missed: 7 });
      driver.log('log-9', 'e1:9');
      if (again === 'drop') {
        reconnect(driver);
        begin(driver, { status: 'recovered' });
      } else {
        driver.connection.setPaused(true);
        driver.connection.setPaused(false);
        driver.says('stream_start', { ext: ['resume.1'], resume: { status: 'recovered' } });
      }
      driver.says('history_end', {});
      expect(driver.verdicts).toEqual(['gap', 'confirmed']);
    }
  });

  it('a server that counts anew and never says that its history is over is not waited for for ever', () => {
    const driver = live();
    reconnect(driver);
    begin(driver, { status: 'new_epoch' });
    driver.advance(15_000);
    expect(driver.fetching).toBeDefined();
  });

  it('lines left out while what was missed is being fetched stand in their place', () => {
    const driver = live();
    reconnect(driver);
    begin(driver, { status: 'new_epoch' });
    driver.log('log-9', 'e2:1');
    expect(driver.connection.stats.waiting).toBe(1);
    driver.says('stream_gap', { reason: 'slow_reader', dropped: 3 });
    driver.log('log-13', 'e2:5');
    expect(driver.handedOn).toEqual(['log-1', 'log-2', 'gap', 'log-9', 'gap', 'log-13']);
    expect(driver.verdicts).toEqual(['gap']);
  });

  it('positions of a server that did not agree on them are a plain field of its logs', () => {
    const driver = new SimulatedDriver();
    driver.goLive();
    driver.log('log-1', 'somewhere');
    driver.connection.setPaused(true);
    driver.connection.setPaused(false);
    expect(driver.fetching).toBeDefined();
    reconnect(driver);
    expect(driver.present.parameters.has('after')).toBe(false);
  });

  it('a plain server behind the same address is treated as one', () => {
    const driver = live();
    reconnect(driver);
    driver.opens();
    driver.start();
    driver.logs('log-2', 'log-3');
    driver.advance(1_000);
    expect(driver.verdicts).toEqual(['no_gap_found']);
    reconnect(driver);
    expect(driver.present.parameters.has('after')).toBe(false);
  });
});
