import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Bidi } from './bidi.ts';
import { askUntil, type PageKey, type ScriptedPage } from './scripted-page.ts';

const COMMANDS = ['firefox', 'firefox-esr'];
/** As WebDriver names the keys. */
const KEYS: Readonly<Record<PageKey, string>> = { Enter: '\uE007', Home: '\uE011', End: '\uE010' };

interface Contexts {
  readonly contexts: readonly { readonly context: string }[];
}

type Evaluated =
  | { readonly type: 'success'; readonly result: { readonly type: string; readonly value?: string } }
  | { readonly type: 'exception'; readonly exceptionDetails: { readonly text: string } };

/** Where Firefox is installed; `undefined` where it isn't: it is never fetched for this. */
export function findFirefox(path = process.env['PATH'] ?? ''): string | undefined {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  return COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command))).find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** A Firefox of its own with a profile of its own, and the one page in it. */
export class Firefox implements ScriptedPage {
  readonly #child: ChildProcess;
  readonly #profile: string;
  readonly #bidi: Bidi;
  readonly #context: string;

  static async start(command: string, probe: string): Promise<Firefox> {
    const profile = await mkdtemp(join(tmpdir(), 'neurallog-bench-'));
    const args = ['--headless', '--no-remote', '--remote-debugging-port=0', '--profile', profile, 'about:blank'];
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
    const bidi = await Bidi.connect(await readAddress(child));
    const { contexts } = await bidi.call<Contexts>('browsingContext.getTree', {});
    const firefox = new Firefox(child, profile, bidi, contexts[0]?.context ?? '');
    await firefox.#beginWith(`(() => {${probe}\n})();`);
    return firefox;
  }

  private constructor(child: ChildProcess, profile: string, bidi: Bidi, context: string) {
    this.#child = child;
    this.#profile = profile;
    this.#bidi = bidi;
    this.#context = context;
  }

  async open(url: string): Promise<void> {
    await this.#bidi.call('browsingContext.navigate', { context: this.#context, url, wait: 'complete' });
  }

  async evaluate<Value>(expression: string): Promise<Value> {
    const parameters = {
      // As text, which needs none of the protocol's own ways to write a value.
      expression: `(async () => JSON.stringify((await (${expression})) ?? null))()`,
      target: { context: this.#context },
      awaitPromise: true,
    };
    const evaluated = await this.#bidi.call<Evaluated>('script.evaluate', parameters);
    if (evaluated.type === 'exception') throw new Error(`In the page: ${evaluated.exceptionDetails.text}`);
    const value: Value = JSON.parse(evaluated.result.value ?? 'null');
    return value;
  }

  until<Value>(expression: string, whatFor: string, timeoutMs?: number): Promise<Value> {
    return askUntil<Value>((asked) => this.evaluate(asked), expression, whatFor, timeoutMs);
  }

  async setPreference(key: string, value: string): Promise<void> {
    await this.#beginWith(`localStorage.setItem(${JSON.stringify(key)}, ${JSON.stringify(value)});`);
  }

  async press(key: PageKey): Promise<void> {
    const value = KEYS[key];
    const keys = [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ];
    const actions = [{ type: 'key', id: 'keyboard', actions: keys }];
    await this.#bidi.call('input.performActions', { context: this.#context, actions });
  }

  async end(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#bidi.close();
    if (this.#child.pid !== undefined) process.kill(-this.#child.pid, 'SIGKILL');
    this.#child.stderr?.destroy();
    await exited;
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }

  async #beginWith(source: string): Promise<void> {
    await this.#bidi.call('script.addPreloadScript', { functionDeclaration: `() => { ${source} }` });
  }
}

async function readAddress(child: ChildProcess): Promise<string> {
  if (child.stderr === null) throw new Error('Firefox has no stderr.');
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stderr })) {
    const address = /^WebDriver BiDi listening on (ws:\/\/\S+)/.exec(line)?.[1];
    if (address !== undefined) {
      child.stderr.resume();
      return address;
    }
    said.push(line);
  }
  throw new Error(`Firefox did not start:\n${said.slice(-5).join('\n')}`);
}
