import { describe, expect, it } from 'vitest';
import { decodeEnvelope, type JsonObject, type NotificationMessage } from '../../src/protocol/index.ts';
import type { StoredLog } from '../storage/log-store.ts';
import { RuleEngine } from './rule-engine.ts';
import { parseRules } from './rules-file.ts';
import type { WebhookCall, WebhookOutcome } from './webhook-sender.ts';

const START = Date.parse('2026-11-23T10:00:00.000Z');

interface Watching {
  readonly engine: RuleEngine;
  readonly emitted: NotificationMessage[];
  readonly calls: WebhookCall[];
  readonly clock: { now: number };
  /** Observes one log for each level, all in one batch. */
  readonly see: (...levels: string[]) => void;
  /** The messages of the alerts so far. */
  readonly alerts: () => (string | undefined)[];
}

function watch(rules: string, outcome: Promise<WebhookOutcome> = new Promise(() => {})): Watching {
  const parsed = parseRules(`rules:\n${rules}`, 'rules.yaml');
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
  const clock = { now: START };
  const emitted: NotificationMessage[] = [];
  const calls: WebhookCall[] = [];
  let seq = 0;
  let ids = 0;
  const engine = new RuleEngine({
    rules: parsed.rules,
    now: () => clock.now,
    emit: (notification) => emitted.push(notification),
    newId: () => `n-${(ids += 1)}`,
    webhooks: {
      send: (call) => {
        calls.push(call);
        return outcome;
      },
      close: () => Promise.resolve(),
    },
  });
  const see = (...levels: string[]): void => {
    engine.observe(levels.map((level) => logAt((seq += 1), clock.now, level)));
  };
  const alerts = (): (string | undefined)[] =>
    emitted.flatMap((notification) => (notification.type === 'rule_triggered' ? [notification.data.message] : []));
  return { engine, emitted, calls, clock, see, alerts };
}

function logAt(seq: number, time: number, level = 'ERROR', metadata: JsonObject = {}): StoredLog {
  return {
    seq,
    id: `log-${seq}`,
    time,
    timestamp: new Date(time).toISOString(),
    level,
    source: 'api',
    message: 'boom',
    metadata,
    raw: 'boom as read',
  };
}

const FIVE_IN_TEN =
  '  - { name: Many errors, query: "level:ERROR", severity: high, threshold: { count: 5, window: 10s } }\n';
const EACH = '  - { name: Each error, query: "level:ERROR", cooldown: 1m }\n';

describe('a rule', () => {
  it('raises a notification with the id of the log that fired it', () => {
    const { engine, emitted, see } = watch(EACH);
    engine.goLive();
    see('INFO', 'ERROR');
    expect(emitted).toEqual([
      {
        type: 'rule_triggered',
        id: 'n-1',
        timestamp: '2026-11-23T10:00:00.000Z',
        data: {
          ruleId: 'each-error',
          ruleName: 'Each error',
          triggeredAt: '2026-11-23T10:00:00.000Z',
          logId: 'log-2',
          severity: 'medium',
          message: 'Matched: level:ERROR',
        },
      },
    ]);
    const wire: JsonObject = JSON.parse(JSON.stringify(emitted[0]));
    expect(decodeEnvelope(wire)).toEqual({ ok: true, message: emitted[0], defects: [] });
  });

  it('fires on the log that reaches its threshold within its window, over batches', () => {
    const { engine, emitted, clock, see, alerts } = watch(FIVE_IN_TEN);
    engine.goLive();
    see('ERROR', 'ERROR');
    clock.now += 9000;
    see('ERROR', 'INFO', 'ERROR');
    expect(emitted).toEqual([]);
    clock.now += 1000;
    see('ERROR');
    expect(alerts()).toEqual(['5 matches in 10 s: level:ERROR']);
    expect(emitted[0]).toMatchObject({ data: { logId: 'log-6', severity: 'high' } });
  });

  it('does not fire on matches that are spread wider than its window', () => {
    const { engine, emitted, clock, see } = watch(FIVE_IN_TEN);
    engine.goLive();
    for (let index = 0; index < 50; index += 1) {
      see('ERROR');
      clock.now += 2501;
    }
    expect(emitted).toEqual([]);
  });

  it('is quiet for its cooldown, and then says how much it held back', () => {
    const { engine, clock, see, alerts } = watch(EACH);
    engine.goLive();
    see('ERROR', 'ERROR', 'ERROR');
    clock.now += 59_999;
    see('ERROR');
    expect(alerts()).toEqual(['Matched: level:ERROR']);
    clock.now += 1;
    see('ERROR');
    expect(alerts()).toEqual(['Matched: level:ERROR', 'Matched: level:ERROR (3 more since the last alert)']);
  });

  it('counts towards its threshold during its cooldown, but no log twice', () => {
    const { engine, clock, see, alerts } = watch(FIVE_IN_TEN.replace('severity: high', 'cooldown: 20s'));
    engine.goLive();
    see('ERROR', 'ERROR', 'ERROR', 'ERROR', 'ERROR');
    expect(alerts()).toHaveLength(1);
    clock.now += 15_000;
    see('ERROR', 'ERROR', 'ERROR', 'ERROR');
    clock.now += 5000;
    expect(alerts()).toHaveLength(1);
    see('ERROR');
    expect(alerts()).toEqual(['5 matches in 10 s: level:ERROR', '5 matches in 10 s: level:ERROR']);
  });

  it('needs its whole threshold anew after it fired', () => {
    const { engine, clock, see, alerts } = watch(FIVE_IN_TEN.replace('severity: high', 'cooldown: 1s'));
    engine.goLive();
    see('ERROR', 'ERROR', 'ERROR', 'ERROR', 'ERROR');
    clock.now += 2000;
    see('ERROR', 'ERROR', 'ERROR', 'ERROR');
    expect(alerts()).toHaveLength(1);
    see('ERROR');
    expect(alerts()).toHaveLength(2);
  });

  it('has a window and a cooldown of its own', () => {
    const { engine, see, emitted } = watch(EACH + '  - { name: Warnings, query: "level:WARN" }\n');
    engine.goLive();
    see('ERROR', 'WARN', 'ERROR');
    expect(emitted.map(({ data }) => data)).toMatchObject([{ ruleId: 'each-error' }, { ruleId: 'warnings' }]);
  });

  it('takes live logs at the time of their arrival, so that a wrong clock or zone does not silence it', () => {
    const { engine, alerts } = watch(FIVE_IN_TEN);
    engine.goLive();
    const hoursOff = [-5, 3, -5, 3, 0].map((hours, index) => logAt(index, START + hours * 3_600_000));
    engine.observe(hoursOff);
    expect(alerts()).toHaveLength(1);
  });

  it('raises no storm about old history that is read at the start', () => {
    const { engine, emitted } = watch(EACH + FIVE_IN_TEN);
    engine.observe(Array.from({ length: 1000 }, (_, index) => logAt(index, START - 3_600_000 + index)));
    expect(emitted).toEqual([]);
    engine.goLive();
    engine.observe([logAt(2000, START)]);
    expect(emitted).toMatchObject([{ data: { ruleId: 'each-error', logId: 'log-2000' } }]);
  });

  it('still fires on what happened just before the start, by the times that the logs bear', () => {
    const { engine, alerts } = watch(FIVE_IN_TEN);
    const spread = Array.from({ length: 8 }, (_, index) => logAt(index, START - 60_000 + index * 6000));
    engine.observe(spread);
    expect(alerts()).toEqual([]);
    engine.observe(Array.from({ length: 5 }, (_, index) => logAt(100 + index, START - 5000 + index)));
    expect(alerts()).toEqual(['5 matches in 10 s: level:ERROR']);
  });

  it('is not kept quiet by a clock that is put back', () => {
    const { engine, clock, see, alerts } = watch(EACH + FIVE_IN_TEN);
    engine.goLive();
    see('ERROR', 'ERROR', 'ERROR', 'ERROR');
    clock.now -= 3_600_000;
    see('ERROR');
    expect(alerts()).toEqual(['Matched: level:ERROR', 'Matched: level:ERROR (3 more since the last alert)']);
    see('ERROR', 'ERROR', 'ERROR', 'ERROR');
    expect(alerts()).toHaveLength(3);
  });

  it('looks at nothing more once it is closed', async () => {
    const { engine, see, emitted } = watch(EACH);
    engine.goLive();
    await engine.close();
    see('ERROR');
    expect(emitted).toEqual([]);
  });

  const WITH_WEBHOOK =
    '  - { name: Page, query: "level:ERROR", severity: critical, webhook: "https://h.example/secret", actionName: Page on-call }\n';

  it('calls its webhook with the rule and the log, and tells how that ended', async () => {
    const outcome = Promise.resolve<WebhookOutcome>({ status: 'failure', message: 'h.example answered 500.' });
    const { engine, emitted, calls, clock, see } = watch(WITH_WEBHOOK, outcome);
    engine.goLive();
    see('ERROR');
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({ idempotencyKey: 'n-1', action: { url: 'https://h.example/secret' } });
    expect(JSON.parse(calls[0]?.body ?? '')).toEqual({
      rule: { id: 'page', name: 'Page', query: 'level:ERROR' },
      severity: 'critical',
      triggeredAt: '2026-11-23T10:00:00.000Z',
      message: 'Matched: level:ERROR',
      log: {
        id: 'log-1',
        timestamp: '2026-11-23T10:00:00.000Z',
        level: 'ERROR',
        source: 'api',
        message: 'boom',
        metadata: {},
      },
    });
    clock.now += 1500;
    await outcome;
    await Promise.resolve();
    expect(emitted[1]).toEqual({
      type: 'action_executed',
      id: 'n-2',
      timestamp: '2026-11-23T10:00:01.500Z',
      data: {
        actionId: 'page:webhook',
        actionName: 'Page on-call',
        executedAt: '2026-11-23T10:00:01.500Z',
        status: 'failure',
        ruleId: 'page',
        message: 'h.example answered 500.',
      },
    });
    const wire: JsonObject = JSON.parse(JSON.stringify(emitted[1]));
    expect(decodeEnvelope(wire)).toEqual({ ok: true, message: emitted[1], defects: [] });
  });

  it('sends an alert without metadata where that cannot be written', () => {
    const { engine, calls } = watch(WITH_WEBHOOK);
    const deep: JsonObject = JSON.parse(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`);
    engine.observe([logAt(1, START, 'ERROR', deep)]);
    expect(JSON.parse(calls[0]?.body ?? '')).toMatchObject({ log: { id: 'log-1', metadata: {} } });
  });
});
