/** Marks a token that stands for a text that varies; no word begins with it. */
const MASK = '\u0001';

/**
 * What a mask stood for, by the letter behind `MASK`: how it is shown, and an expression that all it stands for fits. People
 * read these expressions in their queries, so they are short rather than exact.
 */
export const MASK_KINDS = {
  n: { name: 'num', fits: String.raw`[-+.]*\d\S*` },
  x: { name: 'hex', fits: String.raw`\S*\d\S*` },
  i: { name: 'ip', fits: String.raw`\S+` },
  u: { name: 'uuid', fits: '[-0-9a-fA-F]+' },
  t: { name: 'time', fits: String.raw`\S+` },
  p: { name: 'path', fits: String.raw`\S+` },
  l: { name: 'url', fits: String.raw`\S+:\S+` },
  h: { name: 'host', fits: String.raw`\S+` },
  m: { name: 'mail', fits: String.raw`\S+@\S+` },
  b: { name: 'bool', fits: String.raw`\w+` },
  w: { name: '*', fits: String.raw`\S+` },
  /** A value that is absent: nothing between two brackets or behind an equals sign. */
  e: { name: '', fits: '' },
  /** A colour code of a terminal. */
  c: { name: '', fits: String.raw`(?:\x1b\[[\d;]*m)+` },
  /** What is beyond the part of a line that is looked at. */
  r: { name: '…', fits: String.raw`[\s\S]*` },
} as const;

export type MaskKind = keyof typeof MASK_KINDS;

/** The mask for several values of a kind in a row is that of the kind with this behind it. */
const LIST = '+';

export function mask(kind: MaskKind, isList = false): string {
  return MASK + kind + (isList ? LIST : '');
}

export function isMask(token: string): boolean {
  return token.charCodeAt(0) === 1;
}

/** What a mask stands for; `undefined` for a word. */
export function maskOf(token: string): { readonly kind: MaskKind; readonly isList: boolean } | undefined {
  if (!isMask(token)) return undefined;
  const kind = token.charAt(1);
  return isMaskKind(kind) ? { kind, isList: token.endsWith(LIST) } : undefined;
}

function isMaskKind(kind: string): kind is MaskKind {
  return Object.hasOwn(MASK_KINDS, kind);
}
