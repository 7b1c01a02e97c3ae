import { randomUUID } from 'node:crypto';
import type { NotificationMessage, RuleTriggeredMessage } from '../../src/protocol/index.ts';
import { formatDuration } from '../durations-and-sizes.ts';
import type { StoredLog } from '../storage/log-store.ts';
import type { Rule, WebhookAction } from './rule.ts';
import { SlidingWindow } from './sliding-window.ts';
import type { WebhookSender } from './webhook-sender.ts';

export interface RuleEngineOptions {
  readonly rules: readonly Rule[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly webhooks: Pick<WebhookSender, 'send' | 'close'>;
  /** Takes every notification: to be kept, and shown to whoever watches. */
  readonly emit: (notification: NotificationMessage) => void;
  /** Ids for envelopes; random unless a test hands in others. */
  readonly newId?: () => string;
}

/** How much older than its window a log may be and still count while the gateway catches up. */
const CATCH_UP_SLACK_MS = 60_000;

/** A step back of the clock by more than this is a correction, after which times from before it mean nothing. */
const CLOCK_CORRECTION_MS = 1_000;

interface Watch {
  readonly rule: Rule;
  readonly window: SlidingWindow;
  firedAtMs: number | undefined;
  /** Matches since it fired. */
  matchesSince: number;
}

/**
 * Looks at every log that was taken in and raises a notification where a rule says so.
 *
 * Live logs count at the time of their arrival: a source whose clock or zone is wrong must not silence its rules. While
 * the gateway catches up with what was written before it started, logs count at the time that they bear, and only recent
 * ones do, so that reading an old file raises no storm.
 */
export class RuleEngine {
  readonly #options: RuleEngineOptions;
  readonly #newId: () => string;
  readonly #watches: readonly Watch[];
  #isLive = false;
  #isClosed = false;
  #lastNowMs = -Infinity;

  constructor(options: RuleEngineOptions) {
    this.#options = options;
    this.#newId = options.newId ?? randomUUID;
    this.#watches = options.rules.map((rule) => ({
      rule,
      window: new SlidingWindow(rule.threshold.count, rule.threshold.windowMs),
      firedAtMs: undefined,
      matchesSince: 0,
    }));
  }

  /** What comes from now on was written while the gateway ran: call it when the sources have caught up. */
  goLive(): void {
    this.#isLive = true;
  }

  observe(logs: readonly StoredLog[]): void {
    if (this.#isClosed) return;
    const nowMs = this.#options.now();
    if (nowMs < this.#lastNowMs - CLOCK_CORRECTION_MS) for (const { window } of this.#watches) window.clear();
    this.#lastNowMs = nowMs;
    for (const log of logs) {
      for (const watch of this.#watches) this.#look(watch, log, nowMs);
    }
  }

  #look(watch: Watch, log: StoredLog, nowMs: number): void {
    const { rule, window } = watch;
    if (!this.#isLive && log.time < nowMs - rule.threshold.windowMs - CATCH_UP_SLACK_MS) return;
    if (!rule.matches(log)) return;
    watch.matchesSince += 1;
    const isReached = window.add(this.#isLive ? nowMs : Math.min(log.time, nowMs));
    if (!isReached || isCoolingDown(watch, nowMs)) return;
    const heldBack = watch.firedAtMs === undefined ? 0 : watch.matchesSince - rule.threshold.count;
    watch.firedAtMs = nowMs;
    watch.matchesSince = 0;
    window.clear();
    this.#fire(rule, log, nowMs, heldBack);
  }

  #fire(rule: Rule, log: StoredLog, nowMs: number, heldBack: number): void {
    const triggeredAt = new Date(nowMs).toISOString();
    const triggered: RuleTriggeredMessage = {
      type: 'rule_triggered',
      id: this.#newId(),
      timestamp: triggeredAt,
      data: {
        ruleId: rule.id,
        ruleName: rule.name,
        triggeredAt,
        logId: log.id,
        severity: rule.severity,
        message: describe(rule, heldBack),
      },
    };
    this.#options.emit(triggered);
    if (rule.action !== undefined) void this.#act(rule, rule.action, triggered, log);
  }

  async #act(rule: Rule, action: WebhookAction, triggered: RuleTriggeredMessage, log: StoredLog): Promise<void> {
    const body = alertBody(rule, triggered, log);
    const outcome = await this.#options.webhooks.send({ action, idempotencyKey: triggered.id, body });
    const executedAt = new Date(this.#options.now()).toISOString();
    this.#options.emit({
      type: 'action_executed',
      id: this.#newId(),
      timestamp: executedAt,
      data: {
        actionId: `${rule.id}:webhook`,
        actionName: action.name,
        executedAt,
        status: outcome.status,
        ruleId: rule.id,
        message: outcome.message,
      },
    });
  }

  /** Looks at nothing more; resolves when the webhooks that are under way have ended. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#options.webhooks.close();
  }
}

function isCoolingDown({ rule, firedAtMs }: Watch, nowMs: number): boolean {
  // A clock that was put back must not keep a rule quiet for as long as it was wrong.
  return firedAtMs !== undefined && nowMs >= firedAtMs && nowMs - firedAtMs < rule.cooldownMs;
}

function describe({ query, threshold }: Rule, heldBack: number): string {
  const { count, windowMs } = threshold;
  const what = count === 1 ? `Matched: ${query}` : `${count} matches in ${formatDuration(windowMs)}: ${query}`;
  return heldBack === 0 ? what : `${what} (${heldBack} more since the last alert)`;
}

/** What a webhook is sent: the rule, why it fired, and the log that it fired on. */
function alertBody({ id, name, query }: Rule, triggered: RuleTriggeredMessage, log: StoredLog): string {
  const { severity, triggeredAt, message } = triggered.data;
  const { metadata, seq: _seq, time: _time, raw: _raw, ...plain } = log;
  const alert = { rule: { id, name, query }, severity, triggeredAt, message };
  try {
    return JSON.stringify({ ...alert, log: { ...plain, metadata } });
  } catch {
    // Metadata that is nested almost too deeply to be written alone is too deep inside an alert.
    return JSON.stringify({ ...alert, log: { ...plain, metadata: {} } });
  }
}
