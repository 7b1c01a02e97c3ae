import { parseTimestamp, type LogRecord } from '../../src/protocol/index.ts';
import type { Timed } from './rest-page.ts';

/** A line that is kept, and where it stands in the server's count (`resume.1`). */
export interface KeptLog {
  readonly log: LogRecord;
  /** `epoch:number`. */
  readonly position: string;
}

/** What is kept of what came after a position. */
export type KeptAfter =
  /** The position is of another epoch, or of nobody's. */
  | { readonly kind: 'unknown' }
  /** `forgotten`: how many lines after the position are no longer kept. */
  | { readonly kind: 'known'; readonly logs: readonly KeptLog[]; readonly forgotten: number };

interface Entry {
  readonly log: LogRecord;
  readonly number: number;
  readonly time: number;
}

/** What a server keeps, oldest first. Each line has a number that runs through an epoch, whatever is forgotten. */
export class KeptLogs {
  #epoch = 'epoch-1';
  #entries: Entry[] = [];
  #lastNumber = 0;

  get epoch(): string {
    return this.#epoch;
  }

  /** In another epoch the numbering begins anew: old positions mean nothing any more, although the lines are still here. */
  set epoch(epoch: string) {
    if (epoch === this.#epoch) return;
    this.#epoch = epoch;
    this.#lastNumber = 0;
    this.#entries = this.#entries.map(({ log, time }) => ({ log, time, number: ++this.#lastNumber }));
  }

  /** The position of the newest line that ever was kept in this epoch. */
  get end(): string {
    return this.#position(this.#lastNumber);
  }

  get logs(): readonly LogRecord[] {
    return this.#entries.map(({ log }) => log);
  }

  append(logs: readonly LogRecord[]): readonly KeptLog[] {
    const added = logs.map((log) => this.#enter(log));
    for (const entry of added) this.#entries.push(entry);
    return added.map((entry) => this.#kept(entry));
  }

  /** Keeps these and nothing else. Lines that were kept before keep their numbers, others get the next ones. */
  replace(logs: readonly LogRecord[]): void {
    const before = new Map(this.#entries.map((entry) => [entry.log, entry]));
    this.#entries = logs.map((log) => before.get(log) ?? this.#enter(log));
  }

  /** Forgets the oldest lines. */
  forget(count: number): void {
    this.#entries.splice(0, count);
  }

  find(id: string): LogRecord | undefined {
    return this.#entries.find(({ log }) => log.id === id)?.log;
  }

  /** The newest lines that match, at most so many, oldest first. */
  newest(matches: (log: LogRecord) => boolean, limit: number): readonly KeptLog[] {
    const found: KeptLog[] = [];
    for (let index = this.#entries.length - 1; index >= 0 && found.length < limit; index -= 1) {
      const entry = this.#entries[index];
      if (entry !== undefined && matches(entry.log)) found.push(this.#kept(entry));
    }
    return found.reverse();
  }

  after(position: string): KeptAfter {
    const [, epoch, digits] = /^(.*):(\d+)$/s.exec(position) ?? [];
    const number = Number(digits);
    if (epoch !== this.#epoch || number > this.#lastNumber) return { kind: 'unknown' };
    const logs = this.#entries.filter((entry) => entry.number > number).map((entry) => this.#kept(entry));
    return { kind: 'known', logs, forgotten: this.#lastNumber - number - logs.length };
  }

  /** Lines whose times lie between two, both included, in milliseconds since 1970. Times that can't be read lie nowhere. */
  between(from: number, to: number): Timed<LogRecord>[] {
    return this.#entries.filter(({ time }) => time >= from && time <= to).map(({ log, time }) => ({ item: log, time }));
  }

  #enter(log: LogRecord): Entry {
    this.#lastNumber += 1;
    return { log, number: this.#lastNumber, time: parseTimestamp(log.timestamp) };
  }

  #kept({ log, number }: Entry): KeptLog {
    return { log, position: this.#position(number) };
  }

  #position(number: number): string {
    return `${this.#epoch}:${number}`;
  }
}
