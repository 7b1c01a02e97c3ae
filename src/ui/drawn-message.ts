import { cutText } from './visible-text.ts';

/** As much of a message as is drawn, and how much is not: what is kept and copied stays whole. */
export interface DrawnMessage {
  readonly text: string;
  readonly hiddenCharacters: number;
  readonly hiddenLines: number;
}

/** Cuts a message to a number of lines and of characters. One line that stands for all of them is the first that is not blank. */
export function drawnMessage(message: string, maxLines: number, maxCharacters: number): DrawnMessage {
  const start = maxLines === 1 ? message.lastIndexOf('\n', message.search(/\S/)) + 1 : 0;
  let end = message.indexOf('\n', start);
  for (let lines = 1; lines < maxLines && end >= 0; lines += 1) end = message.indexOf('\n', end + 1);
  const { text, hidden } = cutText(message.slice(start, end < 0 ? undefined : end), maxCharacters);
  const behind = end < 0 ? message.length : end;
  return { text, hiddenCharacters: hidden, hiddenLines: countBreaks(message, 0, start) + countBreaks(message, behind) };
}

function countBreaks(text: string, from: number, to = text.length): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
