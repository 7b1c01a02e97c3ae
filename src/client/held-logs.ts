import type { ReadLog } from '../protocol/index.ts';

/** More than this does not wait, by number and by the length of their messages: then the gap is declared instead. */
const MAX_LOGS = 50_000;
const MAX_CHARACTERS = 64 * 1024 * 1024;

/** Logs that came and wait until it is known what comes before them. */
export class HeldLogs {
  /** By id; what bears none has a number for a key. */
  #logs = new Map<string | number, ReadLog>();
  #nameless = 0;
  #characters = 0;

  get count(): number {
    return this.#logs.size;
  }

  get isFull(): boolean {
    return this.#logs.size >= MAX_LOGS || this.#characters >= MAX_CHARACTERS;
  }

  /** Answers whether it waits from now on: an id waits once. */
  add(log: ReadLog): boolean {
    const { id, message } = log.record;
    if (id !== '' && this.#logs.has(id)) return false;
    if (id === '') this.#nameless += 1;
    this.#logs.set(id === '' ? this.#nameless : id, log);
    this.#characters += message.length;
    return true;
  }

  /** Hands over the log of this id, if it waits. */
  take(id: string): ReadLog | undefined {
    const log = this.#logs.get(id);
    this.#logs.delete(id);
    return log;
  }

  /** Hands all of them over, in the order in which they came. */
  takeAll(): readonly ReadLog[] {
    const logs = [...this.#logs.values()];
    this.#logs = new Map();
    this.#characters = 0;
    return logs;
  }
}
