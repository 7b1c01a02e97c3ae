import type { LogLine } from './log-entry.ts';
import type { LogStoreState } from './log-store-state.ts';
import type { OpenedLine } from './stream-store.ts';

type Lines = Pick<LogStoreState, 'buffer' | 'view'>;

/**
 * The line that is shown before (-1) or after (1) an opened one; gaps are passed over. It may be one that the query
 * hides: then those around its place. `undefined` at the ends, and for a line that the list doesn't hold.
 */
export function shownNeighbour({ buffer, view }: Lines, opened: OpenedLine, step: -1 | 1): LogLine | undefined {
  const held = opened.id === '' ? undefined : buffer.lineById(opened.id)?.seq;
  const seq = held ?? (opened.id === '' && opened.seq !== undefined ? buffer.currentSeq(opened.seq) : undefined);
  if (seq === undefined) return undefined;
  const from = view.indexFrom(seq);
  const isShown = view.seqAt(from) === seq;
  for (let at = step === -1 ? from - 1 : from + (isShown ? 1 : 0); at >= 0 && at < view.length; at += step) {
    const entry = view.entryAt(at);
    if (entry?.kind === 'line') return entry;
  }
  return undefined;
}
