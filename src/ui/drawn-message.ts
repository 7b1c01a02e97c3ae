import { cutText } from './visible-text.ts';

/** As much of a message as is drawn, and how much is not: what is kept and copied stays whole. */
export interface DrawnMessage {
  readonly text: string;
  readonly hiddenCharacters: number;
  readonly hiddenLines: number;
}

/** Cuts a message to a number of lines and of characters. */
export function drawnMessage(message: string, maxLines: number, maxCharacters: number): DrawnMessage {
  let end = message.indexOf('\n');
  for (let lines = 1; lines < maxLines && end >= 0; lines += 1) end = message.indexOf('\n', end + 1);
  const { text, hidden } = cutText(end < 0 ? message : message.slice(0, end), maxCharacters);
  return { text, hiddenCharacters: hidden, hiddenLines: end < 0 ? 0 : countBreaks(message, end) };
}

function countBreaks(text: string, from: number): number {
  let count = 0;
  for (let at = from; at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
