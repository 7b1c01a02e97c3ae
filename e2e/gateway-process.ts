import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../dist-server/main.js', import.meta.url));
const TOKEN = 'gateway-token-8d20aa';
const START_MS = 20_000;
const STOP_MS = 5_000;

/** The built gateway as a process of its own, on a free port, with its history in memory. */
export class GatewayProcess {
  readonly token = TOKEN;
  readonly url: string;
  /** Every line that it has written so far, on standard output and standard error. */
  readonly said: readonly string[];
  readonly #child: ChildProcess;

  static async start(args: readonly string[]): Promise<GatewayProcess> {
    if (!existsSync(PROGRAM)) throw new Error(`There is no ${PROGRAM}: run "npm run build" first.`);
    const all = [PROGRAM, '--port', '0', '--memory', '--token', TOKEN, ...args];
    const child = spawn(process.execPath, all, { stdio: ['ignore', 'pipe', 'pipe'] });
    const said: string[] = [];
    return new GatewayProcess(child, await addressOf(child, said), said);
  }

  private constructor(child: ChildProcess, url: string, said: readonly string[]) {
    this.#child = child;
    this.url = url;
    this.said = said;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_MS);
    await gone;
    clearTimeout(timer);
  }
}

/** Reads the address from the gateway's start-up line, and notes down what is said from then on. */
function addressOf(child: ChildProcess, said: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`The gateway ${reason}. It said:\n${said.join('\n')}`));
    };
    const timer = setTimeout(() => fail(`did not print its address within ${START_MS} ms`), START_MS);
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    child.once('exit', (code) => fail(`ended with ${code} before it printed its address`));
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line);
        const address = /(http:\/\/[^\s/]+)\/#token=/.exec(line)?.[1];
        if (address === undefined) return;
        clearTimeout(timer);
        child.removeAllListeners('exit');
        resolve(address);
      });
    }
  });
}
