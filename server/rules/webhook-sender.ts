import { setTimeout as delay } from 'node:timers/promises';
import type { WebhookAction } from './rule.ts';

export interface WebhookCall {
  readonly action: WebhookAction;
  readonly body: string;
  /** The same for a call and its repetition, so that a receiver can tell them from two alerts. */
  readonly idempotencyKey: string;
}

/** How a call ended. The message names the host and no more of the address, which may be a secret. */
export interface WebhookOutcome {
  readonly status: 'success' | 'failure';
  readonly message: string;
}

export interface WebhookSenderOptions {
  readonly fetch?: typeof fetch;
  readonly retryDelayMs?: number;
  readonly mostAtOnce?: number;
  readonly mostWaiting?: number;
}

interface WaitingCall extends WebhookCall {
  readonly settle: (outcome: WebhookOutcome) => void;
}

type Attempt =
  { readonly kind: 'answered'; readonly status: number } | { readonly kind: 'failed'; readonly reason: string };

/** How long calls that are under way may still take when the gateway stops. */
const CLOSE_WITHIN_MS = 2_000;

/** Calls webhooks, a few at once and a bounded number waiting; repeats a call once where that may help. */
export class WebhookSender {
  readonly #fetch: typeof fetch;
  readonly #retryDelayMs: number;
  readonly #mostAtOnce: number;
  readonly #mostWaiting: number;
  readonly #waiting: WaitingCall[] = [];
  readonly #underWay = new Set<Promise<void>>();
  readonly #closing = new AbortController();
  #isClosed = false;
  #dropped = 0;

  constructor(options: WebhookSenderOptions = {}) {
    this.#fetch = options.fetch ?? fetch;
    this.#retryDelayMs = options.retryDelayMs ?? 1_000;
    this.#mostAtOnce = options.mostAtOnce ?? 4;
    this.#mostWaiting = options.mostWaiting ?? 100;
  }

  /** Calls that were never made, because too many waited or the gateway stopped. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Resolves with how the call ended; never rejects. */
  send(call: WebhookCall): Promise<WebhookOutcome> {
    if (this.#isClosed || this.#waiting.length >= this.#mostWaiting) {
      const reason = this.#isClosed ? 'the gateway stopped' : `${this.#waiting.length} others were waiting`;
      return Promise.resolve(this.#drop(call, reason));
    }
    return new Promise((settle) => {
      this.#waiting.push({ ...call, settle });
      this.#startNext();
    });
  }

  /** Drops what waits, and gives what is under way a moment to end. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const call of this.#waiting.splice(0)) call.settle(this.#drop(call, 'the gateway stopped'));
    const deadline = setTimeout(() => this.#closing.abort(), CLOSE_WITHIN_MS);
    await Promise.all(this.#underWay);
    clearTimeout(deadline);
  }

  #drop({ action }: WebhookCall, reason: string): WebhookOutcome {
    this.#dropped += 1;
    return { status: 'failure', message: `${action.host} was not called: ${reason}.` };
  }

  #startNext(): void {
    while (this.#underWay.size < this.#mostAtOnce) {
      const call = this.#waiting.shift();
      if (call === undefined) return;
      const running: Promise<void> = this.#call(call)
        .then(call.settle)
        .finally(() => {
          this.#underWay.delete(running);
          this.#startNext();
        });
      this.#underWay.add(running);
    }
  }

  async #call(call: WebhookCall): Promise<WebhookOutcome> {
    const { host } = call.action;
    const first = await this.#attempt(call);
    if (!mayHelpToRepeat(first) || this.#isClosed) return outcomeOf(host, first, '');
    // A closing sender does not wait: the second attempt is then aborted as it begins.
    await delay(this.#retryDelayMs, undefined, { signal: this.#closing.signal }).catch(() => undefined);
    return outcomeOf(host, await this.#attempt(call), ' at the second attempt');
  }

  async #attempt({ action, body, idempotencyKey }: WebhookCall): Promise<Attempt> {
    const deadline = AbortSignal.timeout(action.timeoutMs);
    const headers = new Headers({ 'content-type': 'application/json', 'idempotency-key': idempotencyKey });
    for (const [name, value] of action.headers) headers.set(name, value);
    try {
      const response = await this.#fetch(action.url, {
        method: 'POST',
        headers,
        body,
        // A redirection would carry the alert, and the secrets in its headers, to an address that nobody wrote down.
        redirect: 'manual',
        signal: AbortSignal.any([deadline, this.#closing.signal]),
      });
      await response.body?.cancel();
      return { kind: 'answered', status: response.status };
    } catch (error) {
      if (this.#closing.signal.aborted) return { kind: 'failed', reason: 'was not waited for: the gateway stopped' };
      if (deadline.aborted) return { kind: 'failed', reason: `did not answer within ${action.timeoutMs / 1000} s` };
      return { kind: 'failed', reason: networkReason(error) };
    }
  }
}

function mayHelpToRepeat(attempt: Attempt): boolean {
  return attempt.kind === 'failed' || attempt.status >= 500;
}

function outcomeOf(host: string, attempt: Attempt, when: string): WebhookOutcome {
  if (attempt.kind === 'failed') return { status: 'failure', message: `${host} ${attempt.reason}${when}.` };
  const { status } = attempt;
  if (status >= 200 && status < 300) return { status: 'success', message: `${host} answered ${status}${when}.` };
  const advice = status >= 300 && status < 400 ? ' and redirects: write the address that it leads to' : '';
  return { status: 'failure', message: `${host} answered ${status}${when}${advice}.` };
}

const NETWORK_REASONS: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'refused the connection'],
  ['ECONNRESET', 'broke the connection off'],
  ['UND_ERR_SOCKET', 'broke the connection off'],
  ['ENOTFOUND', 'is not a known host'],
  ['EAI_AGAIN', 'could not be looked up'],
]);

/** Says why a call failed by its code alone: the text of an error may hold the address. */
function networkReason(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  const known = NETWORK_REASONS.get(code);
  if (known !== undefined) return known;
  return /^[A-Z0-9_]+$/.test(code) ? `could not be reached (${code})` : 'could not be reached';
}
