/** Where a text stops being JSON, counted from 1 in lines and columns and from 0 in characters, and what should be there. */
export interface JsonFault {
  readonly position: number;
  readonly line: number;
  readonly column: number;
  readonly expected: string;
  readonly isAtEnd: boolean;
}

const SPACE = /[ \t\r\n]*/y;
const BARE = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const TEXT_RUN = /[^"\\\u0000-\u001f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

type Expectation =
  | 'value'
  | 'value or ]'
  | 'name or }'
  | 'name'
  | ':'
  | ', or }'
  | ', or ]'
  | 'end'
  | 'closing quote'
  | 'character of a text';

/**
 * Finds the first place where a text that `JSON.parse` refused is broken. The engine's own message has no place for many
 * faults and quotes the text, which may hold secrets.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  const open: ('{' | '[')[] = [];
  let position = 0;
  let expected: Expectation = 'value';

  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = position;
    if (!pattern.test(text)) return false;
    position = pattern.lastIndex;
    return true;
  };
  /** In steps rather than by one pattern: a text of megabytes would exhaust the pattern's stack. */
  const takeText = (): JsonFault | undefined => {
    const start = position;
    position += 1;
    do take(TEXT_RUN);
    while (take(ESCAPE));
    // An open text is told at its beginning, where a reader looks for the quote; a bad character at its own place.
    if (position >= text.length) return faultAt(text, start, 'closing quote');
    if (text[position] !== '"') return faultAt(text, position, 'character of a text');
    position += 1;
    return undefined;
  };
  const afterValue = (): Expectation => {
    const container = open.at(-1);
    return container === undefined ? 'end' : container === '{' ? ', or }' : ', or ]';
  };

  for (;;) {
    take(SPACE);
    const next = text[position];
    if (next === undefined) return expected === 'end' ? undefined : faultAt(text, position, expected);
    if (expected === ':' && next === ':') {
      position += 1;
      expected = 'value';
    } else if ((expected === ', or }' || expected === ', or ]') && next === ',') {
      position += 1;
      expected = expected === ', or }' ? 'name' : 'value';
    } else if (
      (next === '}' && (expected === ', or }' || expected === 'name or }')) ||
      (next === ']' && (expected === ', or ]' || expected === 'value or ]'))
    ) {
      position += 1;
      open.pop();
      expected = afterValue();
    } else if (expected === 'name' || expected === 'name or }') {
      if (next !== '"') return faultAt(text, position, expected);
      const fault = takeText();
      if (fault !== undefined) return fault;
      expected = ':';
    } else if (expected === 'value' || expected === 'value or ]') {
      if (next === '{' || next === '[') {
        position += 1;
        open.push(next);
        expected = next === '{' ? 'name or }' : 'value or ]';
      } else if (next === '"') {
        const fault = takeText();
        if (fault !== undefined) return fault;
        expected = afterValue();
      } else if (take(BARE)) expected = afterValue();
      else return faultAt(text, position, expected);
    } else return faultAt(text, position, expected);
  }
}

const WORDS: Record<Expectation, string> = {
  value: 'a value',
  'value or ]': 'a value or "]"',
  'name or }': 'a name in double quotes or "}"',
  name: 'a name in double quotes',
  ':': '":"',
  ', or }': '"," or "}"',
  ', or ]': '"," or "]"',
  end: 'the end',
  'closing quote': 'a closing quote for the text that begins here',
  'character of a text': 'a character that a text may hold (others are escaped, as in "\\n")',
};

function faultAt(text: string, position: number, expected: Expectation): JsonFault {
  const before = text.slice(0, position);
  const line = before.split('\n').length;
  const column = position - (before.lastIndexOf('\n') + 1) + 1;
  return { position, line, column, expected: WORDS[expected], isAtEnd: position >= text.length };
}
