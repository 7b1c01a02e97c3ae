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
