import { isMap, isScalar } from 'yaml';
import type { WebhookAction } from './rule.ts';
import type { DurationBounds, Placed, YamlMapping } from './yaml-mapping.ts';
import type { YamlProblems } from './yaml-problems.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_WEBHOOK_TIMEOUT_MS = 10_000;

const TIMEOUT: DurationBounds = { leastMs: 100, mostMs: 60_000, words: 'from 100ms to 60s' };
const EXAMPLE = 'https://example.com/hook, or { url: …, headers: { Authorization: env:NAME }, timeout: 10s }';

/**
 * Reads `webhook` and `actionName` of a rule. Addresses and headers may be secrets, so no message quotes them, and
 * `env:NAME` takes them from the environment instead of the file.
 */
export function readWebhook(rule: YamlMapping, env: Environment, problems: YamlProblems): WebhookAction | undefined {
  const given = rule.node('webhook');
  const name = rule.text('actionName');
  if (given === undefined) {
    if (name !== undefined && !rule.has('webhook')) {
      problems.add(name.offset, '"actionName" names a webhook, and this rule has none. Add "webhook" or remove it.');
    }
    return undefined;
  }
  if (isScalar(given.value)) return action(rule.text('webhook'), undefined);
  if (!isMap(given.value)) {
    problems.add(given.offset, `"webhook" must be an address or a mapping: ${EXAMPLE}.`);
    return undefined;
  }
  const settings = rule.mapping('webhook', ['url', 'headers', 'timeout'], EXAMPLE);
  return action(settings?.requiredText('url', '"webhook"'), settings);

  function action(address: Placed<string> | undefined, settings: YamlMapping | undefined): WebhookAction | undefined {
    const headers = settings === undefined ? [] : readHeaders(settings, env, problems);
    const timeoutMs = settings?.duration('timeout', TIMEOUT) ?? DEFAULT_WEBHOOK_TIMEOUT_MS;
    const text = address === undefined ? undefined : fromEnvironment(address, env, problems);
    if (address === undefined || text === undefined) return undefined;
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
      problems.add(address.offset, 'A webhook must be an http or https address, such as https://example.com/hook.');
      return undefined;
    }
    if (url.username !== '' || url.password !== '') {
      problems.add(
        address.offset,
        "A webhook's address must not hold a user name or a password. Use headers: { Authorization: env:NAME }.",
      );
      return undefined;
    }
    const { href, host } = url;
    return { name: name?.value ?? `Webhook to ${host}`, url: href, host, headers, timeoutMs };
  }
}

function readHeaders(settings: YamlMapping, env: Environment, problems: YamlProblems): [string, string][] {
  const found = settings.node('headers');
  if (found === undefined) return [];
  if (!isMap(found.value)) {
    problems.add(found.offset, '"headers" must be a mapping such as { Authorization: env:NAME }.');
    return [];
  }
  const names = found.value.items.map(({ key }) => (isScalar(key) ? String(key.value) : ''));
  const headers = settings.mapping('headers', names, '{ Authorization: env:NAME }');
  return names.flatMap((name): [string, string][] => {
    const given = headers?.text(name, `The header "${name}"`);
    const value = given === undefined ? undefined : fromEnvironment(given, env, problems);
    if (given === undefined || value === undefined) return [];
    if (isHeader(name, value)) return [[name, value]];
    problems.add(given.offset, `The header "${name}" has a name or a value that HTTP does not allow.`);
    return [];
  });
}

function isHeader(name: string, value: string): boolean {
  try {
    return new Headers([[name, value]]).has(name);
  } catch {
    return false;
  }
}

function fromEnvironment(
  { value, offset }: Placed<string>,
  env: Environment,
  problems: YamlProblems,
): string | undefined {
  if (!value.startsWith('env:')) return value;
  const name = value.slice('env:'.length).trim();
  const held = env[name];
  if (held !== undefined && held !== '') return held;
  problems.add(
    offset,
    `The environment variable ${name} is not set. Set it before the start, or write another name after "env:".`,
  );
  return undefined;
}
