import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as passed } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { LogRecord } from '../../src/protocol/index.ts';
import type { ServerFault } from './faults.ts';
import type { HostTask, SoakedServer } from './host-messages.ts';
import { numberedLine } from './numbered-line.ts';
import { Pacer } from './pacer.ts';

const PROGRAM = fileURLToPath(new URL('../../dist-server/main.js', import.meta.url));
const TOKEN = 'soak-token-51c0e7';
const EMIT_EVERY_MS = 20;
const POST_AGAIN_MS = 50;
const START_MS = 30_000;
/** A reader that has gone without a word must not hold up a stop for longer than the gateway itself allows. */
const STOP_MS = 15_000;

/** The built gateway with its history on disk, fed over `POST /v1/logs`, and started again on the same port when it was stopped. */
export class SoakedGateway implements SoakedServer {
  readonly token = TOKEN;
  readonly #folder = mkdtempSync(join(tmpdir(), 'neurallog-soak-'));
  readonly #pacer: Pacer;
  #port = 0;
  #child: ChildProcess | undefined;
  #emitted = 0;
  #isSilent = false;
  #emitting: Promise<void> = Promise.resolve();
  #broken: (reason: string) => void = () => undefined;

  /** `onBroken` is told when the gateway ends by itself, or refuses what it should take. */
  static async start({ rate }: HostTask, onBroken: (reason: string) => void): Promise<SoakedGateway> {
    if (!existsSync(PROGRAM)) throw new Error(`There is no ${PROGRAM}: run "npm run build" first.`);
    const gateway = new SoakedGateway(rate);
    gateway.#broken = onBroken;
    await gateway.#goUp();
    gateway.#emitting = gateway.#emit().catch((error: unknown) => onBroken(String(error)));
    return gateway;
  }

  private constructor(rate: number) {
    this.#pacer = new Pacer(rate);
  }

  get port(): number {
    return this.#port;
  }

  get emitted(): number {
    return this.#emitted;
  }

  async begin(fault: ServerFault): Promise<void> {
    if (fault.kind !== 'restart') throw new Error(`The gateway cannot be made to suffer "${fault.kind}".`);
    await this.#goDown(fault.isAbrupt ? 'SIGKILL' : 'SIGTERM');
  }

  async end(fault: ServerFault): Promise<void> {
    if (fault.kind !== 'restart') return;
    if (!fault.keeps) rmSync(this.#folder, { recursive: true, force: true });
    await this.#goUp();
  }

  async fallSilent(): Promise<void> {
    this.#isSilent = true;
    await this.#emitting;
  }

  async stop(): Promise<void> {
    this.#isSilent = true;
    await this.#goDown('SIGTERM');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #emit(): Promise<void> {
    while (!this.#isSilent) {
      const count = this.#pacer.due();
      if (count > 0) {
        const batch = Array.from({ length: count }, (_, index) => numberedLine(this.#emitted + index + 1));
        await this.#postUntilTaken(batch);
        this.#emitted += count;
      }
      await passed(EMIT_EVERY_MS);
    }
  }

  /** What was taken although the answer was lost is not kept twice: the ids stay the same. */
  async #postUntilTaken(batch: readonly LogRecord[]): Promise<void> {
    const body = JSON.stringify(batch);
    for (;;) {
      const status = await this.#post(body);
      if (status === 202) return;
      if (status !== undefined && status !== 429 && status !== 503)
        throw new Error(`POST /v1/logs answered ${status}.`);
      await passed(POST_AGAIN_MS);
      this.#pacer.skip();
    }
  }

  async #post(body: string): Promise<number | undefined> {
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
    try {
      const response = await fetch(`http://127.0.0.1:${this.#port}/v1/logs`, { method: 'POST', headers, body });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return undefined;
    }
  }

  async #goUp(): Promise<void> {
    const where = ['--port', String(this.#port), '--data', this.#folder, '--max-size', '256MiB'];
    const args = [PROGRAM, ...where, '--token', TOKEN, '--no-demo', '--quiet'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    const said: string[] = [];
    const listening = new Promise<number>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('The gateway did not start in time.')), START_MS);
      child.once('exit', (code) => {
        clearTimeout(timer);
        reject(new Error(`The gateway ended with ${code}. It said: ${said.join(' ')}`));
        if (this.#child === child) this.#broken(`The gateway ended by itself with ${code}. It said: ${said.join(' ')}`);
      });
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream }).on('line', (line) => {
          said.push(line);
          if (said.length > 20) said.shift();
          const port = /^http:\/\/[^/]*:(\d+)\//.exec(line)?.[1];
          if (port === undefined) return;
          clearTimeout(timer);
          resolve(Number(port));
        });
      }
    });
    this.#port = await listening;
  }

  async #goDown(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    const timer = setTimeout(() => {
      this.#broken('The gateway did not stop.');
      child.kill('SIGKILL');
    }, STOP_MS);
    await gone;
    clearTimeout(timer);
  }
}
