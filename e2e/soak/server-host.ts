import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Mailbox } from '../stub/mailbox.ts';
import type { ServerFault } from './faults.ts';
import type { HostMessage, HostOrder, HostTask } from './host-messages.ts';

const READY_MS = 40_000;
/** A gateway that is stopped in order may wait for readers who have frozen. */
const ORDER_MS = 40_000;

/** The other end of a process that holds a server. */
export class ServerHost {
  readonly port: number;
  readonly token: string;
  /** Rejects when the process has failed. */
  readonly broken: Promise<never>;
  readonly #child: ChildProcess;
  readonly #answers = new Map<number, Mailbox<number>>();
  #orders = 0;

  static async start(task: HostTask): Promise<ServerHost> {
    const child = fork(process.argv[1] ?? '', ['host', JSON.stringify(task)]);
    const messages = new Mailbox<HostMessage>(`the server of ${task.role}`, ({ kind }) => kind);
    const put = (message: HostMessage): void => messages.put(message);
    child.on('message', put);
    const failed = once(child, 'exit').then(([code]) => {
      throw new Error(`The process of the server ended with ${String(code)}.`);
    });
    const first = await Promise.race([messages.next('the start', READY_MS), failed]);
    child.off('message', put);
    if (first.kind !== 'ready') throw new Error(`The server did not start: ${JSON.stringify(first)}`);
    return new ServerHost(child, first, failed);
  }

  private constructor(child: ChildProcess, ready: Extract<HostMessage, { kind: 'ready' }>, failed: Promise<never>) {
    this.#child = child;
    this.port = ready.port;
    this.token = ready.token;
    this.broken = new Promise<never>((_resolve, reject) => {
      failed.catch(reject);
      child.on('message', (message: HostMessage) => {
        if (message.kind === 'done') this.#answers.get(message.order)?.put(message.emitted);
        if (message.kind === 'broken') reject(new Error(message.reason));
      });
    });
    // Who waits for something else hears of it there; until then it is nobody's.
    this.broken.catch(() => undefined);
  }

  begin(fault: ServerFault): Promise<number> {
    return this.#order({ kind: 'begin', fault });
  }

  end(fault: ServerFault): Promise<number> {
    return this.#order({ kind: 'end', fault });
  }

  /** Ends the lines; answers the number of the last one. */
  fallSilent(): Promise<number> {
    return this.#order({ kind: 'fall silent' });
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.disconnect();
    await gone;
  }

  async #order(order: HostOrder): Promise<number> {
    this.#orders += 1;
    const number = this.#orders;
    const answer = new Mailbox<number>('the server', String);
    this.#answers.set(number, answer);
    this.#child.send({ number, order });
    const emitted = await Promise.race([answer.next(`the end of "${order.kind}"`, ORDER_MS), this.broken]);
    this.#answers.delete(number);
    return emitted;
  }
}
