import type { LogStore, Slicing } from '../stores/index.ts';
import { findError } from '../stores/line-search.ts';
import { rowsInView } from './rows-in-view.ts';
import { wrapped, type ShownFind } from './shown-find.ts';

export interface ErrorStep {
  readonly step: -1 | 1;
  /** The line that it goes on from; else what is in view. */
  readonly from?: number | undefined;
  /** Whether something else is wanted by now. */
  readonly isOver: () => boolean;
}

const MAX_SPOKEN = 200;

/** Goes to the next line of level ERROR or worse, or to the one before. */
export async function stepToError(
  logStore: LogStore,
  slicing: Slicing,
  shown: ShownFind,
  { step, from, isOver }: ErrorStep,
): Promise<void> {
  const inView = rowsInView();
  const start = from ?? (step === 1 ? (inView?.first ?? 0) - 1 : (inView?.last ?? Infinity) + 1);
  const found = await findError(() => logStore.getState(), start, step, slicing, isOver);
  if (found === undefined) return isOver() ? undefined : shown.tell('No line of level ERROR or worse is shown.');
  const text = found.hasWrapped ? wrapped(step) : '';
  const entry = logStore.getState().buffer.at(found.seq);
  const words = entry?.kind === 'line' ? `${entry.level} ${entry.source}: ${entry.message.slice(0, MAX_SPOKEN)}` : '';
  shown.tell(text, `${text} ${words}`);
  shown.show(found.seq, { keepsFocus: false });
}
