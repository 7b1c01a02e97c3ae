import { levelRank } from '../protocol/index.ts';
import { offsetOf } from './chunk-numbers.ts';
import type { LogStoreState } from './log-store-state.ts';
import type { Slicing } from './log-store-state.ts';

const ERROR_RANK = levelRank('ERROR');
const SLICE_MS = 8;
/** How many rows are looked at between two questions whether the time is over. */
const STRIDE = 256;

export interface FoundError {
  readonly seq: number;
  /** Whether it lies on the other side: there was none from the place on to the end. */
  readonly hasWrapped: boolean;
}

/** The next row of level ERROR or worse after a place (1) or the one before it (-1), once around; `undefined` where there is none. */
export async function findError(
  lines: () => Pick<LogStoreState, 'buffer' | 'view'>,
  from: number,
  step: -1 | 1,
  slicing: Slicing,
  isGivenUp: () => boolean,
): Promise<FoundError | undefined> {
  const ranks = new Map<string, number>();
  const isError = (seq: number): boolean => {
    const chunk = lines().buffer.chunkAt(seq);
    const offset = offsetOf(seq);
    if (chunk?.holds(offset) !== true) return false;
    const level = chunk.level(offset);
    let rank = ranks.get(level);
    if (rank === undefined) {
      rank = levelRank(level);
      ranks.set(level, rank);
    }
    return rank >= ERROR_RANK;
  };
  /** Looks at the rows from the first one behind a number, in the direction of the step, up to another number. */
  const pass = async (start: number, end: number): Promise<number | undefined> => {
    let until = slicing.now() + SLICE_MS;
    let { view } = lines();
    let index = step === 1 ? view.indexFrom(start + 1) : view.indexFrom(start) - 1;
    for (let looked = 1; ; looked += 1) {
      const seq = view.seqAt(index);
      if (seq === undefined || (end - seq) * step < 0) return undefined;
      if (isError(seq)) return seq;
      if (looked % STRIDE === 0 && slicing.now() >= until) {
        await new Promise<void>((resolve) => slicing.soon(() => resolve()));
        if (isGivenUp()) return undefined;
        until = slicing.now() + SLICE_MS;
        ({ view } = lines());
        // Lines may have come and gone.
        index = step === 1 ? view.indexFrom(seq + 1) : view.indexFrom(seq) - 1;
      } else index += step;
    }
  };
  const onward = await pass(from, step * Infinity);
  if (onward !== undefined) return { seq: onward, hasWrapped: false };
  const around = isGivenUp() ? undefined : await pass(-step * Infinity, from);
  return around === undefined ? undefined : { seq: around, hasWrapped: true };
}
