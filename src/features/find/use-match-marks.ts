import { useEffect, type RefObject } from 'react';
import { useCommands, useFindStore, type Commands, type FindState, type FindStore } from '../../stores/index.ts';
import { CURRENT, findMarks, FOUND, type DrawnMatch, type Marks } from './match-marks.ts';

/** Heights of rows that were unfolded are known after so many frames. */
const FRAMES = 3;

/** Marks what is found in the rows that are drawn, whatever is drawn in them later. `onHidden` hears whether the current match cannot be seen. */
export function useMatchMarks(lines: RefObject<HTMLElement | null>, onHidden: (isHidden: boolean) => void): void {
  const store = useFindStore();
  const commands = useCommands();
  useEffect(() => {
    const root = lines.current;
    return root === null ? undefined : keepMarked(root, store, commands, onHidden);
  }, [lines, store, commands, onHidden]);
}

function keepMarked(
  root: HTMLElement,
  store: FindStore,
  commands: Commands,
  onHidden: (isHidden: boolean) => void,
): () => void {
  let looked: number | undefined;
  let frame = 0;
  let isObserving = false;
  let isHidden = false;
  const hide = (next: boolean): void => {
    if (next === isHidden) return;
    isHidden = next;
    onHidden(next);
  };
  /** Once for each step, when its row is drawn and has found its place. */
  const look = (left: number): void => {
    frame = requestAnimationFrame(() => {
      const { current } = store.getState();
      if (current === undefined) return;
      if (left > 0) return look(left - 1);
      const drawn = findMarks(root, store.getState()).current;
      if (drawn === undefined) return hide(true);
      looked = current.step;
      const { isCut, below } = placeOf(drawn, root);
      hide(isCut);
      if (current.isGoal && !isCut && below !== 0) commands.find({ kind: 'scroll', px: below });
    });
  };
  const draw = (): void => {
    const state = store.getState();
    const marks = findMarks(root, state);
    paint(root, marks, state.isOpen);
    if (state.current === undefined) hide(false);
    else if (state.current.step !== looked) {
      cancelAnimationFrame(frame);
      look(FRAMES);
    }
  };
  const observer = new MutationObserver(draw);
  const observe = ({ finder, highlights, current }: FindState): void => {
    const isNeeded = finder !== undefined || highlights.length > 0 || current !== undefined;
    if (isNeeded === isObserving) return;
    isObserving = isNeeded;
    if (!isNeeded) return observer.disconnect();
    observer.observe(root, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: ['data-seq'],
    });
  };
  const unsubscribe = store.subscribe((state, before) => {
    const isOther =
      state.isOpen !== before.isOpen ||
      state.finder !== before.finder ||
      state.current !== before.current ||
      state.highlights.length !== before.highlights.length;
    if (!isOther) return;
    observe(state);
    draw();
  });
  observe(store.getState());
  draw();
  return () => {
    unsubscribe();
    observer.disconnect();
    cancelAnimationFrame(frame);
    paint(root, { ranges: new Map(), current: undefined, foundRows: new Set() }, false);
  };
}

/** What is marked in each pane: the browser knows one set of ranges by each name for the whole page. */
const marked = new Map<Element, Marks['ranges']>();
const painted = new Set<string>();

function paint(root: Element, { ranges, foundRows }: Marks, isOpen: boolean): void {
  if (!('highlights' in CSS) || typeof Highlight === 'undefined') return paintRows(root, foundRows);
  if (ranges.size === 0) marked.delete(root);
  else marked.set(root, ranges);
  // What the field will mark is named when it opens: the first letter that is typed does not wait for the styles.
  nameMarks(root, new Set([...(isOpen ? [FOUND, CURRENT] : []), ...ranges.keys()]));
  const names = new Set([...marked.values()].flatMap((ofPane) => [...ofPane.keys()]));
  for (const name of painted) if (!names.has(name)) CSS.highlights.delete(name);
  painted.clear();
  for (const name of names) {
    const highlight = new Highlight(...[...marked.values()].flatMap((ofPane) => [...(ofPane.get(name) ?? [])]));
    highlight.priority = name === CURRENT ? 2 : name === FOUND ? 1 : 0;
    CSS.highlights.set(name, highlight);
    painted.add(name);
  }
}

/** What is marked in a pane, for the styles of marks: they are looked up for all that is drawn there when this changes. */
function nameMarks(root: Element, marks: ReadonlySet<string>): void {
  const names = [...marks].join(' ');
  if (names === '') root.removeAttribute('data-marked');
  else if (root.getAttribute('data-marked') !== names) root.setAttribute('data-marked', names);
}

/** For browsers that mark no words without changing what is drawn. */
function paintRows(root: Element, foundRows: ReadonlySet<Element>): void {
  for (const row of root.querySelectorAll('[data-seq]')) row.toggleAttribute('data-found', foundRows.has(row));
}

/** Whether a match is cut off by its row, and by how many pixels it is below what can be seen of the list. */
function placeOf(
  { row, element, range }: DrawnMatch,
  root: Element,
): { readonly isCut: boolean; readonly below: number } {
  const live = document.createRange();
  live.setStart(range.startContainer, range.startOffset);
  live.setEnd(range.endContainer, range.endOffset);
  const place = live.getBoundingClientRect();
  const [rowPlace, textPlace] = [row.getBoundingClientRect(), element.getBoundingClientRect()];
  const right = Math.min(rowPlace.right, textPlace.right);
  const isCut = place.width === 0 || place.left >= right - 1 || Math.min(place.right, place.left + 20) > right + 1;
  const list = root.querySelector('[role="log"]')?.getBoundingClientRect();
  if (list === undefined) return { isCut, below: 0 };
  const isAbove = place.top < list.top;
  const isBelow = place.bottom > list.bottom;
  return { isCut, below: isAbove || isBelow ? Math.round(place.top - list.top - list.height / 2) : 0 };
}
