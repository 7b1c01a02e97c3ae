import type { ReadLog } from '../protocol/index.ts';

/** Logs that came and wait until it is known what comes before them. */
export class HeldLogs {
  #logs: ReadLog[] = [];
  readonly #ids = new Set<string>();

  get count(): number {
    return this.#logs.length;
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  add(log: ReadLog): void {
    this.#logs.push(log);
    this.#ids.add(log.record.id);
  }

  /** Hands all of them over, in the order in which they came. */
  takeAll(): readonly ReadLog[] {
    const logs = this.#logs;
    this.#logs = [];
    this.#ids.clear();
    return logs;
  }
}
