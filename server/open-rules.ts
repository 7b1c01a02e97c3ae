import { readFileSync } from 'node:fs';
import type { Gateway } from './gateway.ts';
import { RuleEngine } from './rules/rule-engine.ts';
import type { Rule } from './rules/rule.ts';
import { MAX_RULES_FILE_LENGTH, parseRules, type ParsedRules } from './rules/rules-file.ts';
import { WebhookSender } from './rules/webhook-sender.ts';

/** Reads the rules of a run: those of the file that was given, and where a demonstration runs its own. */
export function openRules(
  rulesFile: string | undefined,
  demoRules: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): ParsedRules {
  const rules: Rule[] = [];
  const problems: string[] = [];
  for (const parsed of [
    rulesFile === undefined ? undefined : readRulesFile(rulesFile, environment),
    demoRules === undefined ? undefined : parseRules(demoRules, 'demonstration'),
  ]) {
    if (parsed === undefined) continue;
    if (parsed.ok) rules.push(...parsed.rules);
    else problems.push(...parsed.problems);
  }
  return problems.length === 0 ? { ok: true, rules } : { ok: false, problems };
}

function readRulesFile(path: string, environment: Readonly<Record<string, string | undefined>>): ParsedRules {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const reasons = new Map<unknown, string>([
      ['ENOENT', 'there is no such file'],
      ['EISDIR', 'it is a folder'],
      ['EACCES', 'it may not be read by this user'],
    ]);
    const reason = reasons.get(code) ?? (error instanceof Error ? error.message : String(error));
    return { ok: false, problems: [`--rules ${path}: ${reason}.`] };
  }
  if (bytes.length > MAX_RULES_FILE_LENGTH * 4) return { ok: false, problems: [`--rules ${path}: it is too large.`] };
  return parseRules(bytes.toString('utf8'), path, environment);
}

/** Watches a gateway's logs. Answers what to call when the sources have caught up. */
export function watchRules(gateway: Gateway, rules: readonly Rule[]): () => void {
  if (rules.length === 0) return () => undefined;
  const engine = new RuleEngine({
    rules,
    now: Date.now,
    webhooks: new WebhookSender(),
    emit: (notification) => gateway.notifications.publish(notification),
  });
  gateway.addObserver(engine);
  return () => engine.goLive();
}
