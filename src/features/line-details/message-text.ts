/** Longer ones are shown as they are: to read them would take too long. */
const MAX_READ = 500_000;
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * A message that is a JSON object or list, with a line for each of its values; `undefined` for any other. Its numbers and
 * names stay as they are written: reading and writing them anew would round the large ones and lose repeated names.
 */
export function indentedMessage(message: string): string | undefined {
  if (message.length > MAX_READ || !/^\s*[{[]/.test(message)) return undefined;
  try {
    JSON.parse(message);
  } catch {
    return undefined;
  }
  let depth = 0;
  let before = '';
  let written = '';
  for (const [token] of message.matchAll(TOKEN)) {
    const isClosing = token === '}' || token === ']';
    if (isClosing) depth -= 1;
    const isEmpty = isClosing && (before === '{' || before === '[');
    const isOnNewLine = (isClosing && !isEmpty) || (!isClosing && ['{', '[', ','].includes(before));
    if (isOnNewLine) written += `\n${'  '.repeat(Math.min(depth, MAX_INDENT))}`;
    written += token === ':' ? ': ' : token;
    if (token === '{' || token === '[') depth += 1;
    before = token;
  }
  return written;
}

const MAX_INDENT = 20;

/** Lines that follow each other and are drawn alike. */
export interface MessagePart {
  /** As the frames of a stack are, and code: each has a line of its own on the screen, however long it is. */
  readonly isIndented: boolean;
  readonly text: string;
}

const INDENTED = /^(?:(?:\u001b\[|\u009b)[\d:;]*m)*[ \t]/;
const COLOUR_CODES = /(?:\u001b\[|\u009b)[\d:;]*m/g;
/** More of them at once mean nothing. */
const MAX_CODES = 20;

/**
 * A message by what its lines are: those that begin with a space or a tab, and those that do not. Empty ones go with the
 * ones after them. A colour goes on from one part to the next.
 */
export function messageParts(text: string): readonly MessagePart[] {
  const parts: { readonly isIndented: boolean; readonly lines: string[] }[] = [];
  let empty: string[] = [];
  for (const line of text.split('\n')) {
    if (line === '') {
      empty.push(line);
      continue;
    }
    const isIndented = INDENTED.test(line);
    const last = parts.at(-1);
    if (last?.isIndented === isIndented) last.lines.push(...empty, line);
    else parts.push({ isIndented, lines: [...empty, line] });
    empty = [];
  }
  const last = parts.at(-1);
  if (last === undefined) return [{ isIndented: false, text }];
  last.lines.push(...empty);
  let codes = '';
  return parts.map(({ isIndented, lines }) => {
    const part = codes + lines.join('\n');
    codes = (part.match(COLOUR_CODES) ?? []).slice(-MAX_CODES).join('');
    return { isIndented, text: part };
  });
}
