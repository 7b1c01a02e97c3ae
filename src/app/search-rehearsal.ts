import type { LogStore, Slicing, TextFinder } from '../stores/index.ts';
import { compileFind, type LineSearch } from '../stores/line-search.ts';

const SLICES = 3;
const SLICE_MS = 10;
const WORD = /\p{L}{4,}/u;

export interface RehearsalParts {
  readonly logStore: LogStore;
  readonly slicing: Slicing;
  readonly searchFor: (finder: TextFinder) => LineSearch;
  /** Whether somebody looks for something by now. */
  readonly isOver: () => boolean;
}

/**
 * Looks for a word of the newest line, for some slices, and for nobody: what has run before runs several times as fast, and
 * the first letter that is typed on a page would wait for that. Answers whether there is such a word.
 */
export function rehearseSearch({ logStore, slicing, searchFor, isOver }: RehearsalParts): boolean {
  const { view } = logStore.getState();
  const newest = view.entryAt(view.length - 1);
  const text = newest?.kind === 'line' ? (WORD.exec(newest.message)?.[0] ?? '') : '';
  const compiled = compileFind({ text, matchesCase: false, isWholeWord: false, isRegex: false });
  if (text === '' || !compiled.ok || view.unlooked > 0) return false;
  const search = searchFor(compiled.finder);
  const go = (left: number): void => {
    slicing.soon(() => {
      if (isOver()) return;
      const until = slicing.now() + SLICE_MS;
      if (!search.look(() => slicing.now() >= until) && left > 1) go(left - 1);
    });
  };
  go(SLICES);
  return true;
}
