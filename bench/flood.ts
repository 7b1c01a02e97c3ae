import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type {
  FloodAnswer,
  FloodMessage,
  FloodOrder,
  FloodState,
  FloodTask,
  LatencyFigures,
  NewestSeen,
} from './flood-messages.ts';

/** A flood server in a process of its own, as the harness sees it. */
export class Flood {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (answer: FloodAnswer) => void>();
  #orders = 0;
  #address: { readonly port: number; readonly token: string } = { port: 0, token: '' };

  static async start(task: FloodTask): Promise<Flood> {
    const child = fork(process.argv[1] ?? '', ['flood-host', JSON.stringify(task)]);
    const flood = new Flood(child);
    const ready = new Promise<void>((resolve, reject) => {
      child.on('message', (message: FloodMessage) => {
        if (message.kind === 'ready') {
          flood.#address = message;
          resolve();
        } else flood.#waiting.get(message.number)?.(message.answer);
      });
      child.once('exit', (code) => reject(new Error(`The flood server ended with code ${code}.`)));
    });
    await ready;
    return flood;
  }

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** The address of a page that it serves, with what the page signs in with. */
  urlOf(path: string): string {
    return `http://127.0.0.1:${this.#address.port}/${path}#token=${this.#address.token}`;
  }

  async send(order: Omit<Extract<FloodOrder, { kind: 'send' }>, 'kind'>): Promise<void> {
    await this.#ask({ kind: 'send', ...order });
  }

  async stop(): Promise<FloodState> {
    return stateOf(await this.#ask({ kind: 'stop' }));
  }

  async state(): Promise<FloodState> {
    return stateOf(await this.#ask({ kind: 'state' }));
  }

  async latencies(looks: readonly NewestSeen[]): Promise<LatencyFigures> {
    const answer = await this.#ask({ kind: 'latencies', looks });
    if (answer.kind !== 'latencies') throw new Error('The flood server answered something else.');
    return answer.figures;
  }

  async end(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.disconnect();
    await ended;
  }

  #ask(order: FloodOrder): Promise<FloodAnswer> {
    this.#orders += 1;
    const number = this.#orders;
    return new Promise((resolve) => {
      this.#waiting.set(number, (answer) => {
        this.#waiting.delete(number);
        resolve(answer);
      });
      this.#child.send({ number, order });
    });
  }
}

function stateOf(answer: FloodAnswer): FloodState {
  if (answer.kind !== 'state') throw new Error('The flood server answered something else.');
  return answer.state;
}
