/** Escape sequences of a terminal. Neither part can run over the next escape character, so that a search stays linear. */
const SEQUENCE = /\u001b(?:\[[0-9;:?]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\))/g;

export function hasEscape(text: string): boolean {
  return text.includes('\u001b');
}

/** The text as a person reads it: without colours. */
export function withoutColour(text: string): string {
  return text.replace(SEQUENCE, '');
}

/**
 * Cuts the first `visible` characters off a coloured text, not counting its escape sequences, and puts the colour that was
 * on at that place before what is left.
 */
export function cutVisible(text: string, visible: number): string {
  let active: string[] = [];
  let seen = 0;
  let at = 0;
  for (const found of text.matchAll(SEQUENCE)) {
    const plain = found.index - at;
    if (seen + plain > visible) break;
    seen += plain;
    at = found.index + found[0].length;
    active = after(active, found[0]);
  }
  return active.join('') + text.slice(at + visible - seen);
}

const ENDS: readonly (readonly [end: RegExp, ended: RegExp])[] = [
  [/^22$/, /^[12]$/],
  [/^23$/, /^3$/],
  [/^24$/, /^4$/],
  [/^27$/, /^7$/],
  [/^39$/, /^(?:3[0-8]|9[0-7])/],
  [/^49$/, /^(?:4[0-8]|10[0-7])/],
];

function after(active: string[], sequence: string): string[] {
  const codes = /^\u001b\[([\d;:]*)m$/.exec(sequence)?.[1];
  if (codes === undefined) return active;
  if (/^0*(?:[;:]0*)*$/.test(codes)) return [];
  const ended = ENDS.find(([end]) => end.test(codes))?.[1];
  if (ended !== undefined) return active.filter((earlier) => !ended.test(earlier.slice(2, -1)));
  // Nobody layers more than a few; a hostile line might.
  return [...active.slice(-7), sequence];
}
