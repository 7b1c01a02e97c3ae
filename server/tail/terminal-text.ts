/**
 * Makes a text from anywhere safe and honest on a terminal: colour sequences, which carry no text, are left out; every other
 * control character is shown by its picture, and what is invisible or turns the direction of text by its code point.
 * Newlines and tabs stay.
 */
export function terminalText(text: string): string {
  if (!SUSPICIOUS.test(text)) return text;
  return text
    .replaceAll(COLOURS, '')
    .replaceAll('\r\n', '\n')
    .replaceAll(EACH_SUSPICIOUS, (character) => {
      const code = character.codePointAt(0) ?? 0;
      if (code < 0x20) return String.fromCharCode(0x2400 + code);
      if (code === 0x7f) return '\u2421';
      return `\u27e8U+${code.toString(16).toUpperCase().padStart(4, '0')}\u27e9`;
    });
}

/** The same for one line: newlines are shown as well. */
export function terminalLine(text: string): string {
  return terminalText(text).replaceAll('\n', '\u240a');
}

/** JSON text without a character that a terminal would obey. It stays the same JSON. */
export function terminalJson(json: string): string {
  return json.replaceAll(EACH_SUSPICIOUS, (character) =>
    Array.from({ length: character.length }, (_, index) => {
      const unit = character.charCodeAt(index).toString(16).padStart(4, '0');
      return `\\u${unit}`;
    }).join(''),
  );
}

const COLOURS = /\u001b\[[\d;:]*m/g;
const RANGES =
  '[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff\\u{e0000}-\\u{e007f}]';
const SUSPICIOUS = new RegExp(RANGES, 'u');
const EACH_SUSPICIOUS = new RegExp(RANGES, 'gu');
