/** A condition on a text that is already in lower case. */
export type TextTest = (lowerCased: string) => boolean;

/** Whether a text fits a pattern as a whole: its parts in order, anything where a wildcard stood between them. */
export function fitsPattern(parts: readonly string[]): TextTest {
  const [first = '', ...rest] = parts.map((part) => part.toLowerCase());
  const last = rest.pop();
  if (last === undefined) return (text) => text === first;
  return (text) => {
    if (!text.startsWith(first) || !text.endsWith(last)) return false;
    const end = findInOrder(text, rest, first.length);
    return end !== -1 && end <= text.length - last.length;
  };
}

/** Whether a pattern occurs anywhere in a text. */
export function containsPattern(parts: readonly string[]): TextTest {
  const needles = parts.map((part) => part.toLowerCase());
  const [needle = ''] = needles;
  if (needles.length === 1) return (text) => text.includes(needle);
  return (text) => findInOrder(text, needles, 0) !== -1;
}

/** The place after the last of the needles, each looked for after the one before; -1 when one is missing. */
function findInOrder(text: string, needles: readonly string[], from: number): number {
  let at = from;
  for (const needle of needles) {
    const found = text.indexOf(needle, at);
    if (found === -1) return -1;
    at = found + needle.length;
  }
  return at;
}

/** Lower-cases texts and remembers the last, so that several conditions on one message lower it once. */
export function rememberingLowerCase(): (text: string) => string {
  let lastText = '';
  let lastLowered = '';
  return (text) => {
    if (text !== lastText) {
      lastText = text;
      lastLowered = text.toLowerCase();
    }
    return lastLowered;
  };
}
