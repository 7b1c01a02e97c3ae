import { LEVELS, recogniseLevel } from '../../protocol/index.ts';
import type { LogView } from '../../stores/index.ts';
import { NO_LEVEL, type LineBatch } from './pattern-messages.ts';

/** A batch is read within a few milliseconds, so that no frame is late for it. */
const MAX_LINES = 1_024;
const MAX_CHARACTERS = 400_000;
/** More of a message is not looked at; one character beyond tells that there is more. */
const LOOKED_AT = 4_097;
const MAX_LEVEL_NAMES = 1_000;

/** Reads lines that are shown into batches for the worker. */
export class BatchReader {
  readonly #levelNumbers = new Map<string, number>();

  /** The lines from `from` up to, but without, `to`, as many as a batch holds; `next`: where it ends. */
  read(view: LogView, from: number, to: number): { readonly batch: LineBatch; readonly next: number } {
    const seqs: number[] = [];
    const times: number[] = [];
    const levels: number[] = [];
    const messages: string[] = [];
    let characters = 0;
    const next = view.scan(from, to, (line, seq) => {
      const message = line.message.slice(0, LOOKED_AT);
      characters += message.length;
      seqs.push(seq);
      times.push(line.time);
      levels.push(this.#levelNumber(line.level));
      messages.push(message);
      return seqs.length < MAX_LINES && characters < MAX_CHARACTERS;
    });
    const batch = {
      seqs: Float64Array.from(seqs),
      times: Float64Array.from(times),
      levels: Uint8Array.from(levels),
      text: messages.join(''),
      lengths: Uint32Array.from(messages, ({ length }) => length),
    };
    return { batch, next };
  }

  #levelNumber(name: string): number {
    let number = this.#levelNumbers.get(name);
    if (number === undefined) {
      const level = recogniseLevel(name);
      number = level === undefined ? NO_LEVEL : LEVELS.indexOf(level);
      if (this.#levelNumbers.size < MAX_LEVEL_NAMES) this.#levelNumbers.set(name, number);
    }
    return number;
  }
}
