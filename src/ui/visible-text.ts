/** Those with a name that many know; what a font draws for them is a box at best. */
const NAMES: Readonly<Record<string, string>> = {
  '\0': 'NUL',
  '\u0007': 'BEL',
  '\b': 'BS',
  '\n': 'LF',
  '\v': 'VT',
  '\f': 'FF',
  '\r': 'CR',
  '\u001b': 'ESC',
  '\u007f': 'DEL',
};

/**
 * Makes characters visible that could hide, reorder or overwrite text: control, bidi, zero-width and blank characters become
 * their names or code points. Newlines, tabs and the emoji selector U+FE0F stay. For the screen only, never for a copy.
 */
export function visibleText(text: string): string {
  return hasHidden(text) ? text.replaceAll(EACH_HIDDEN, standIn) : text;
}

/** The same for what has one line to itself: a newline is made visible, too. */
export function visibleLine(text: string): string {
  return visibleText(text).replaceAll('\n', standIn);
}

/** Whether something of a text has to be made visible. */
export function hasHidden(text: string): boolean {
  return HIDDEN.test(text);
}

function standIn(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `\u27e8${NAMES[character] ?? `U+${code}`}\u27e9`;
}

/** Those characters, for a regular expression. */
export const HIDDEN_CHARACTER =
  '[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u115f\\u1160\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\u3164\\ufe00-\\ufe0e\\ufeff\\uffa0\\u{e0000}-\\u{e007f}]';
const HIDDEN = new RegExp(HIDDEN_CHARACTER, 'u');
const EACH_HIDDEN = new RegExp(HIDDEN_CHARACTER, 'gu');

/** Cuts a text for the screen and says how much was left out; what is kept and copied stays whole. */
export function cutText(text: string, maxLength: number): { readonly text: string; readonly hidden: number } {
  if (text.length <= maxLength) return { text, hidden: 0 };
  const code = text.charCodeAt(maxLength - 1);
  const end = code >= 0xd800 && code <= 0xdbff ? maxLength - 1 : maxLength;
  return { text: text.slice(0, end), hidden: text.length - end };
}
