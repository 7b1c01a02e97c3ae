import type { CopyFormat, LogLine } from '../stores/index.ts';
import { copySelectedLines, type CopiedLines, type LineCopierParts } from './line-copier.ts';
import { lineTexts } from './line-texts.ts';
import { textsAsRead } from './texts-as-read.ts';

/** What became of a copy. `text`: in sentences. */
export interface CopyOutcome {
  readonly isCopied: boolean;
  readonly text: string;
}

/** Puts the selected lines into the clipboard, and says what came of it. */
export async function copySelection(parts: LineCopierParts, format: CopyFormat): Promise<CopyOutcome> {
  if (parts.selectionStore.getState().count === 0) {
    return { isCopied: false, text: 'Nothing that is shown is selected.' };
  }
  return putIntoClipboard(copySelectedLines(parts, format));
}

/** Puts one line into the clipboard as it was read, and says what came of it. */
export function copyLine(line: LogLine, parts: Pick<LineCopierParts, 'streamStore' | 'rest'>): Promise<CopyOutcome> {
  return putIntoClipboard(lineAsRead(line, parts));
}

async function lineAsRead(
  line: LogLine,
  { streamStore, rest }: Pick<LineCopierParts, 'streamStore' | 'rest'>,
): Promise<CopiedLines> {
  const asRead = await textsAsRead([line], streamStore.getState().request, rest());
  const text = new Blob([lineTexts('text', [line], asRead).textOf(line)], { type: 'text/plain' });
  return { text, lines: 1, composed: asRead.has(line.id) ? 0 : 1, isCut: false };
}

async function putIntoClipboard(copied: Promise<CopiedLines>): Promise<CopyOutcome> {
  try {
    await writeToClipboard(copied.then(({ text }) => text));
    return { isCopied: true, text: outcomeText(await copied) };
  } catch {
    const isMade = await copied.then(
      () => true,
      () => false,
    );
    const why = isMade ? 'the browser refused' : 'the text could not be made';
    return { isCopied: false, text: `Nothing was copied: ${why}.` };
  }
}

/** Some browsers let a page write only in answer to a press: they take the promise of a text. */
async function writeToClipboard(text: Promise<Blob>): Promise<void> {
  if (typeof ClipboardItem === 'function') await navigator.clipboard.write([new ClipboardItem({ 'text/plain': text })]);
  else await navigator.clipboard.writeText(await (await text).text());
}

function outcomeText({ lines, composed, isCut }: CopiedLines): string {
  const count = (number: number): string => `${number.toLocaleString('en-US')} ${number === 1 ? 'line' : 'lines'}`;
  return [
    `Copied ${count(lines)}.`,
    ...(isCut ? ['The rest would be more than 50 MB.'] : []),
    ...(composed > 0
      ? [
          `Of ${count(composed)} the server does not have the text as it was read: they were put together from their fields.`,
        ]
      : []),
  ].join(' ');
}
