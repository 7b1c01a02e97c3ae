import type { ReadLog } from '../protocol/index.ts';

/** More than this does not wait, by number and by the length of their messages: then the gap is declared instead. */
const MAX_LOGS = 50_000;
const MAX_CHARACTERS = 64 * 1024 * 1024;

/** Logs that came and wait until it is known what comes before them. */
export class HeldLogs {
  #logs: ReadLog[] = [];
  readonly #ids = new Set<string>();
  #characters = 0;

  get count(): number {
    return this.#logs.length;
  }

  get isFull(): boolean {
    return this.#logs.length >= MAX_LOGS || this.#characters >= MAX_CHARACTERS;
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  add(log: ReadLog): void {
    this.#logs.push(log);
    this.#ids.add(log.record.id);
    this.#characters += log.record.message.length;
  }

  /** Hands all of them over, in the order in which they came. */
  takeAll(): readonly ReadLog[] {
    const logs = this.#logs;
    this.#logs = [];
    this.#ids.clear();
    this.#characters = 0;
    return logs;
  }
}
