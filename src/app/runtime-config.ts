import { isJsonObject, isTenant, ownValue, type JsonObject } from '../protocol/index.ts';
import type { SiteNotice } from '../stores/index.ts';

/** What `config.json` beside the page says (UI contract, "Runtime configuration"). */
export interface RuntimeConfig {
  readonly endpoint: string;
  readonly tenant: string;
  readonly notice: SiteNotice | undefined;
}

export type LoadedConfig =
  { readonly ok: true; readonly config: RuntimeConfig } | { readonly ok: false; readonly message: string };

const DEFAULTS: RuntimeConfig = { endpoint: '/v1', tenant: 'default', notice: undefined };

/** Reads the configuration. A missing one means all defaults; a broken one is said, with what is wrong. */
export async function loadRuntimeConfig(fetchConfig: () => Promise<Response>): Promise<LoadedConfig> {
  let answer: Response;
  let text: string;
  try {
    answer = await fetchConfig();
    text = await answer.text();
  } catch {
    return broken('it could not be fetched. Reload the page when the server can be reached');
  }
  if (answer.status === 404) return { ok: true, config: DEFAULTS };
  if (!answer.ok) return broken(`the server answered ${answer.status}`);
  // Servers that answer every unknown path with the page itself have no configuration either.
  if (/^\s*<(!doctype|html)/i.test(text)) return { ok: true, config: DEFAULTS };
  return readConfig(text);
}

function readConfig(text: string): LoadedConfig {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return broken(`it is not JSON (${error instanceof Error ? error.message : 'unreadable'})`);
  }
  if (!isJsonObject(parsed)) return broken('it must be a JSON object');
  const endpoint = ownValue(parsed, 'endpoint') ?? DEFAULTS.endpoint;
  const tenant = ownValue(parsed, 'tenant') ?? DEFAULTS.tenant;
  if (typeof endpoint !== 'string' || endpoint === '') return broken('"endpoint" must be a text');
  if (typeof tenant !== 'string' || !isTenant(tenant)) {
    return broken('"tenant" must be one DNS label: lower-case letters, digits and inner hyphens');
  }
  const notice = ownValue(parsed, 'notice');
  return { ok: true, config: { endpoint, tenant, notice: isJsonObject(notice) ? readNotice(notice) : undefined } };
}

function readNotice(notice: JsonObject): SiteNotice {
  const text = (key: string): string => {
    const value = ownValue(notice, key);
    return typeof value === 'string' ? value : '';
  };
  const commands = ownValue(notice, 'commands');
  return {
    title: text('title'),
    message: text('message'),
    commands: Array.isArray(commands) ? commands.filter((one) => typeof one === 'string') : [],
  };
}

function broken(reason: string): LoadedConfig {
  return { ok: false, message: `The configuration beside this page (config.json) cannot be used: ${reason}.` };
}
