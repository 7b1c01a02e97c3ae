import { describe, expect, it } from 'vitest';
import type { StoredLog } from '../storage/log-store.ts';
import type { Rule } from './rule.ts';
import { parseRules } from './rules-file.ts';

function rulesOf(text: string, env: Record<string, string> = {}): readonly Rule[] {
  const parsed = parseRules(text, 'rules.yaml', env);
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
  return parsed.rules;
}

const log = (overrides: Partial<StoredLog> = {}): StoredLog => ({
  seq: 1,
  id: 'a-1',
  time: 0,
  timestamp: '1970-01-01T00:00:00.000Z',
  level: 'ERROR',
  source: 'payments',
  message: 'card declined',
  metadata: {},
  ...overrides,
});

describe('a rules file', () => {
  it('gives rules with all that they say', () => {
    const [rule] = rulesOf(
      `
rules:
  - name: Payment failures
    id: pay
    query: source:payments level:>=ERROR
    filter: { region: [eu, us] }
    severity: high
    threshold: { count: 5, window: 10s }
    cooldown: 5m
    webhook:
      url: https://hooks.example.com/secret?key=1
      headers: { Authorization: env:HOOK_TOKEN, X-Team: payments }
      timeout: 3s
    actionName: Page on-call
`,
      { HOOK_TOKEN: 'Bearer abc' },
    );
    expect(rule).toEqual({
      id: 'pay',
      name: 'Payment failures',
      query: 'source:payments level:>=ERROR',
      filter: { region: ['eu', 'us'] },
      matches: expect.any(Function),
      severity: 'high',
      threshold: { count: 5, windowMs: 10_000 },
      cooldownMs: 300_000,
      action: {
        name: 'Page on-call',
        url: 'https://hooks.example.com/secret?key=1',
        host: 'hooks.example.com',
        headers: [
          ['Authorization', 'Bearer abc'],
          ['X-Team', 'payments'],
        ],
        timeoutMs: 3000,
      },
    });
  });

  it('fills in what a rule leaves out', () => {
    expect(rulesOf('rules:\n  - name: "Disk: über 90 %!"\n    query: disk\n')).toEqual([
      {
        id: 'disk-über-90',
        name: 'Disk: über 90 %!',
        query: 'disk',
        filter: {},
        matches: expect.any(Function),
        severity: 'medium',
        threshold: { count: 1, windowMs: 60_000 },
        cooldownMs: 60_000,
        action: undefined,
      },
    ]);
  });

  it('names a webhook after its host, and takes its address from the environment', () => {
    const [plain, secret] = rulesOf(
      'rules:\n  - { name: a, query: x, webhook: "http://localhost:99/x" }\n  - { name: b, query: x, webhook: "env:HOOK" }\n',
      { HOOK: 'https://chat.example.com/T0/B0' },
    );
    expect(plain?.action).toMatchObject({ name: 'Webhook to localhost:99', timeoutMs: 10_000, headers: [] });
    expect(secret?.action).toMatchObject({
      name: 'Webhook to chat.example.com',
      url: 'https://chat.example.com/T0/B0',
    });
  });

  it('gives rules that match by query and filter both', () => {
    const [rule] = rulesOf('rules:\n  - { name: a, query: "level:>=WARN", filter: { source: payments } }\n');
    expect(rule?.matches(log())).toBe(true);
    expect(rule?.matches(log({ level: 'INFO' }))).toBe(false);
    expect(rule?.matches(log({ source: 'api' }))).toBe(false);
  });

  it('may hold no rules at all', () => {
    expect(rulesOf('rules: []')).toEqual([]);
  });

  it('follows references', () => {
    const [, second] = rulesOf(
      'rules:\n  - { name: a, query: &q "level:ERROR", cooldown: &c 5m }\n  - { name: b, query: *q, cooldown: *c }\n',
    );
    expect(second).toMatchObject({ query: 'level:ERROR', cooldownMs: 300_000 });
  });
});
