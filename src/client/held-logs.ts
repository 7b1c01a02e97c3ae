import type { JsonValue, LogRecord, ReadLog } from '../protocol/index.ts';

/** More than this does not wait, by number and by the characters that they hold: then the gap is declared instead. */
const MAX_LOGS = 50_000;
const MAX_CHARACTERS = 64 * 1024 * 1024;
/** What a value costs besides its characters, in characters. */
const VALUE_CHARACTERS = 16;

/** A log that waits. `mayLackBefore`: it need not follow the one that waits before it. */
export interface HeldLog {
  readonly log: ReadLog;
  readonly mayLackBefore: boolean;
  /** About how many characters it holds. */
  readonly weight: number;
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
    const { id } = log.record;
    if (id !== '' && this.#logs.has(id)) return false;
    if (id === '') this.#nameless += 1;
    const mayLackBefore = this.#mayLackNext && this.count > 0;
    this.#mayLackNext = false;
    const weight = weightOf(log.record);
    this.#logs.set(id === '' ? this.#nameless : id, { log, mayLackBefore, weight });
    this.#characters += weight;
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
    this.#characters -= held.weight;
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

function weightOf({ message, metadata }: LogRecord): number {
  let weight = message.length + VALUE_CHARACTERS;
  // Without recursion: metadata may be nested as deeply as anybody likes.
  const left: JsonValue[] = [metadata];
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    weight += VALUE_CHARACTERS;
    if (typeof value === 'string') weight += value.length;
    else if (Array.isArray(value)) for (const item of value) left.push(item);
    else if (value !== null && typeof value === 'object') {
      for (const [key, item] of Object.entries(value)) {
        weight += key.length;
        left.push(item);
      }
    }
  }
  return weight;
}
