import type { ReadLog } from '../protocol/index.ts';

/** More than this does not wait, by number and by the length of their messages: then the gap is declared instead. */
const MAX_LOGS = 50_000;
const MAX_CHARACTERS = 64 * 1024 * 1024;

/** A log that waits. `mayLackBefore`: it need not follow the one that waits before it. */
export interface HeldLog {
  readonly log: ReadLog;
  readonly mayLackBefore: boolean;
}

/** Logs that came and wait until it is known what comes before them. */
export class HeldLogs {
  /** By id; what bears none has a number for a key. */
  #logs = new Map<string | number, HeldLog>();
  #mayLackNext = false;
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
    const mayLackBefore = this.#mayLackNext && this.count > 0;
    this.#mayLackNext = false;
    this.#logs.set(id === '' ? this.#nameless : id, { log, mayLackBefore });
    this.#characters += message.length;
    return true;
  }

  /** The next log need not follow the one before. */
  mayLackNext(): void {
    this.#mayLackNext = true;
  }

  /** Hands over the log of this id, if it waits. */
  take(id: string): ReadLog | undefined {
    const held = this.#logs.get(id);
    if (held === undefined) return undefined;
    this.#logs.delete(id);
    this.#characters -= held.log.record.message.length;
    return held.log;
  }

  /** Hands all of them over, in the order in which they came. */
  takeAll(): readonly HeldLog[] {
    const logs = [...this.#logs.values()];
    this.#logs = new Map();
    this.#mayLackNext = false;
    this.#characters = 0;
    return logs;
  }
}
