import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ensureBrowser } from '../scripts/find-browser.mjs';
import { BrowserPage } from './browser-page.ts';
import { Cdp } from './cdp.ts';

const WIDTH = 1440;
const HEIGHT = 900;
const FLAGS = [
  '--headless=new',
  '--remote-debugging-port=0',
  `--window-size=${WIDTH},${HEIGHT}`,
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-extensions',
  '--no-first-run',
  '--no-default-browser-check',
  '--hide-scrollbars',
  '--mute-audio',
];

interface ProcessInfo {
  readonly type: string;
  readonly id: number;
}

/** A browser of its own, with a profile of its own, for one sample. */
export class Browser {
  readonly #child: ChildProcess;
  readonly #profile: string;
  readonly #cdp: Cdp;

  static async start(): Promise<Browser> {
    const profile = await mkdtemp(join(tmpdir(), 'neurallog-bench-'));
    const child = spawn(ensureBrowser(), [...FLAGS, `--user-data-dir=${profile}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      // A group of its own: some of its processes outlive the first one when that is killed alone.
      detached: true,
    });
    return new Browser(child, profile, await Cdp.connect(await readAddress(child)));
  }

  private constructor(child: ChildProcess, profile: string, cdp: Cdp) {
    this.#child = child;
    this.#profile = profile;
    this.#cdp = cdp;
  }

  /** A page with the probe in it, which is not there yet. */
  async page(probe: string): Promise<BrowserPage> {
    const size = { width: WIDTH, height: HEIGHT };
    const { targetId } = await this.#cdp.call<{ targetId: string }>('Target.createTarget', {
      url: 'about:blank',
      ...size,
    });
    const target = { targetId, flatten: true };
    const { sessionId } = await this.#cdp.call<{ sessionId: string }>('Target.attachToTarget', target);
    const page = new BrowserPage(this.#cdp, sessionId);
    await page.prepare(probe);
    return page;
  }

  /** The processes that draw pages. */
  async rendererIds(): Promise<number[]> {
    const { processInfo } = await this.#cdp.call<{ processInfo: ProcessInfo[] }>('SystemInfo.getProcessInfo');
    return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  }

  async end(): Promise<void> {
    const isOver = this.#child.exitCode !== null || this.#child.signalCode !== null;
    const exited = isOver ? undefined : once(this.#child, 'exit');
    this.#cdp.close();
    if (this.#child.pid !== undefined) killGroup(this.#child.pid);
    this.#child.stderr?.destroy();
    await exited;
    // Its other processes may still be writing for a moment.
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}

async function readAddress(child: ChildProcess): Promise<string> {
  if (child.stderr === null) throw new Error('The browser has no stderr.');
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stderr })) {
    const address = /^DevTools listening on (ws:\/\/\S+)/.exec(line)?.[1];
    if (address !== undefined) {
      child.stderr.resume();
      return address;
    }
    said.push(line);
  }
  throw new Error(`The browser did not start:\n${said.slice(-5).join('\n')}`);
}
