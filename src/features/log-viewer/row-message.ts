import { drawnMessage, type DrawnMessage } from '../../ui/drawn-message.ts';
import { linesBelow, shownText, type LongText } from './folded-values.ts';
import { readJsonMessage, type JsonMessage } from './json-message.ts';

/** What its row says of a message while that is folded, for where a line is told in short: with its codes, where it has some. */
export function messageInRow(message: string, showsJsonInline: boolean, maxCharacters: number): DrawnMessage {
  const text = shownText(message);
  const longTexts: LongText[] = [];
  const json = showsJsonInline ? readJsonMessage(text, longTexts) : undefined;
  if (json === undefined) return drawnMessage(text, 1, maxCharacters);
  const fields = textOfPairs(json);
  const below = linesBelow(longTexts, [fields]);
  return drawnMessage(below === '' ? fields : `${fields}\n${below}`, 1, maxCharacters);
}

/** As the row writes them one behind the other. */
export function textOfPairs({ text, pairs }: JsonMessage): string {
  return text + pairs.map(([key, value], index) => `${index === 0 && text === '' ? '' : '  '}${key}=${value}`).join('');
}
