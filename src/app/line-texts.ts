import type { CopyFormat, LogLine } from '../stores/index.ts';

/** What a copy consists of: joined they are the text. */
export interface LineTexts {
  readonly head: string;
  readonly between: string;
  readonly foot: string;
  readonly textOf: (line: LogLine) => string;
}

/**
 * How lines are written in a format. `asRead`: their texts as they were read, by id; a line that is not in it is put together
 * from its fields.
 */
export function lineTexts(
  format: CopyFormat,
  lines: readonly LogLine[],
  asRead: ReadonlyMap<string, string>,
): LineTexts {
  const textOf = (line: LogLine): string => withoutLastBreak(asRead.get(line.id) ?? composedText(line));
  switch (format) {
    case 'text':
      return { head: '', between: '\n', foot: '\n', textOf };
    case 'json':
      return { head: '[\n', between: ',\n', foot: '\n]\n', textOf: jsonOf };
    case 'markdown': {
      const fence = '`'.repeat(Math.max(3, longestRun(lines, textOf) + 1));
      return { head: `${fence}text\n`, between: '\n', foot: `\n${fence}\n`, textOf };
    }
  }
}

/** As a terminal would show it. */
function composedText({ timestamp, level, source, message }: LogLine): string {
  return [timestamp, level, source, message].filter((part) => part !== '').join(' ');
}

/** Its metadata is JSON already, whole. */
function jsonOf({ id, timestamp, level, message, source, metadataJson }: LogLine): string {
  const fields = JSON.stringify({ id, timestamp, level, message, source });
  return `${fields.slice(0, -1)},"metadata":${metadataJson === '' ? '{}' : metadataJson}}`;
}

/** What stands between two lines ends them. */
function withoutLastBreak(text: string): string {
  return text.replace(/\r?\n$/, '');
}

/** A fence ends at the first run of backticks that is as long as itself. */
function longestRun(lines: readonly LogLine[], textOf: (line: LogLine) => string): number {
  let longest = 0;
  for (const line of lines) {
    const text = textOf(line);
    if (!text.includes('```')) continue;
    for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  }
  return longest;
}
