import type { Filter, Severity } from '../../src/protocol/index.ts';
import type { LogPredicate } from '../../src/query/index.ts';

/** What people want to be told about, as a rules file says it, checked and with its defaults filled in. */
export interface Rule {
  readonly id: string;
  readonly name: string;
  readonly query: string;
  readonly filter: Filter;
  readonly matches: LogPredicate;
  readonly severity: Severity;
  /** The rule fires when `count` logs match within `windowMs`. */
  readonly threshold: { readonly count: number; readonly windowMs: number };
  /** How long the rule is quiet after it fired. */
  readonly cooldownMs: number;
  readonly action: WebhookAction | undefined;
}

/** An address that is called when a rule fires. Its path and its headers may be secrets: only `host` is ever shown. */
export interface WebhookAction {
  readonly name: string;
  readonly url: string;
  readonly host: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly timeoutMs: number;
}
