import type { CurrentMatch, FindState, TextFinder } from '../../stores/index.ts';

/** A text of a row with the nodes that it is drawn with. */
interface DrawnText {
  readonly element: Element;
  readonly text: string;
  readonly nodes: readonly Text[];
}

/** Where the current match is drawn. */
export interface DrawnMatch {
  readonly row: Element;
  readonly element: Element;
  readonly range: StaticRange;
}

const TEXTS = '[data-tip="source"], [data-text="cell"], [data-text="message"], [data-text="fields"]';
/** What stands in a text without being of it. */
const ASIDE = 'button, [data-note], [data-text]';
/** More marks in one row are drawn by nobody's wish. */
const MAX_IN_ROW = 500;

export const CURRENT = 'find-current';
export const FOUND = 'find';

/** Ranges by the names of the highlights that they are drawn in, and where the current match is. */
export interface Marks {
  readonly ranges: ReadonlyMap<string, readonly StaticRange[]>;
  readonly current: DrawnMatch | undefined;
  readonly foundRows: ReadonlySet<Element>;
}

/** Finds the marks of the rows that are drawn, in the very texts that these show. */
export function findMarks(
  root: Element,
  { finder, highlights, current }: Pick<FindState, 'finder' | 'highlights' | 'current'>,
): Marks {
  const named: (readonly [string, TextFinder])[] = highlights.map(
    (highlight) => [`${FOUND}-${highlight.colour}`, highlight.finder] as const,
  );
  if (finder !== undefined) named.push([FOUND, finder]);
  const ranges = new Map<string, StaticRange[]>(named.map(([name]) => [name, []]));
  const foundRows = new Set<Element>();
  let drawn: DrawnMatch | undefined;
  for (const row of root.querySelectorAll('[data-seq]')) {
    const texts = textsOf(row);
    const isCurrent = row.getAttribute('data-seq') === String(current?.seq);
    if (isCurrent && current !== undefined) drawn = matchIn(row, texts, current);
    for (const [name, one] of named) {
      const found = ranges.get(name) ?? [];
      const before = found.length;
      for (const text of texts) {
        for (let span = one.next(text.text, 0); span !== undefined; span = one.next(text.text, span.end)) {
          found.push(rangeOf(text, span.start, span.end));
          if (found.length - before > MAX_IN_ROW) break;
        }
      }
      if (found.length > before) foundRows.add(row);
    }
  }
  if (drawn !== undefined) ranges.set(CURRENT, [drawn.range]);
  return { ranges, current: drawn, foundRows };
}

function matchIn(
  row: Element,
  texts: readonly DrawnText[],
  { finder, part, index }: CurrentMatch,
): DrawnMatch | undefined {
  const text = texts[part];
  if (text === undefined) return undefined;
  let at = 0;
  for (let span = finder.next(text.text, 0); span !== undefined; span = finder.next(text.text, span.end)) {
    if (at === index) return { row, element: text.element, range: rangeOf(text, span.start, span.end) };
    at += 1;
  }
  return undefined;
}

function textsOf(row: Element): readonly DrawnText[] {
  return Array.from(row.querySelectorAll(TEXTS), (element) => {
    const nodes: Text[] = [];
    collect(element, nodes);
    return { element, nodes, text: nodes.map(({ data }) => data).join('') };
  });
}

function collect(element: Element, nodes: Text[]): void {
  for (const child of element.childNodes) {
    if (child instanceof Text) nodes.push(child);
    else if (child instanceof Element && !child.matches(ASIDE)) collect(child, nodes);
  }
}

function rangeOf({ nodes }: DrawnText, start: number, end: number): StaticRange {
  const [startContainer, startOffset] = placeOf(nodes, start, false);
  const [endContainer, endOffset] = placeOf(nodes, end, true);
  return new StaticRange({ startContainer, startOffset, endContainer, endOffset });
}

function placeOf(nodes: readonly Text[], offset: number, isEnd: boolean): readonly [Text, number] {
  let before = 0;
  for (const node of nodes) {
    const within = offset - before;
    if (isEnd ? within <= node.length : within < node.length) return [node, within];
    before += node.length;
  }
  const last = nodes.at(-1);
  if (last === undefined) throw new Error('A match was found in a text that is not drawn.');
  return [last, last.length];
}
