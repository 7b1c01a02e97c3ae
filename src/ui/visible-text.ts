/**
 * Makes characters visible that could hide, reorder or overwrite text: control characters become their pictures, bidi
 * zero-width and blank characters their code points. Newlines, tabs and the emoji selector U+FE0F stay. For the screen only, never for a copy.
 */
export function visibleText(text: string): string {
  if (!SUSPICIOUS.test(text)) return text;
  return text.replaceAll(EACH_SUSPICIOUS, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    if (code === 0x7f) return '\u2421';
    return `\u27e8U+${code.toString(16).toUpperCase().padStart(4, '0')}\u27e9`;
  });
}

/** The same for what has one line to itself: a newline is made visible, too. */
export function visibleLine(text: string): string {
  return visibleText(text).replaceAll('\n', '\u240a');
}

const RANGES =
  '[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u115f\\u1160\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\u3164\\ufe00-\\ufe0e\\ufeff\\uffa0\\u{e0000}-\\u{e007f}]';
const SUSPICIOUS = new RegExp(RANGES, 'u');
const EACH_SUSPICIOUS = new RegExp(RANGES, 'gu');

/** Cuts a text for the screen and says how much was left out; what is kept and copied stays whole. */
export function cutText(text: string, maxLength: number): { readonly text: string; readonly hidden: number } {
  if (text.length <= maxLength) return { text, hidden: 0 };
  const code = text.charCodeAt(maxLength - 1);
  const end = code >= 0xd800 && code <= 0xdbff ? maxLength - 1 : maxLength;
  return { text: text.slice(0, end), hidden: text.length - end };
}
