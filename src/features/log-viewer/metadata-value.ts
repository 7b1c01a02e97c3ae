import { isJsonObject, ownValue, type JsonValue } from '../../protocol/index.ts';
import { withoutCodes } from '../../ui/ansi-text.tsx';
import { cutText, visibleLine } from '../../ui/visible-text.ts';

/**
 * The value at a dotted path. `a.b` is the key `b` in the object at `a`, and the key that reads `a.b`, as in the query
 * language; arrays are entered by number.
 */
export function valueAt(value: JsonValue, path: string): JsonValue | undefined {
  const whole = childOf(value, path);
  if (whole !== undefined) return whole;
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
    const child = childOf(value, path.slice(0, dot));
    const found = child === undefined ? undefined : valueAt(child, path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A value of any shape in one line, without the codes of colours, cut with an ellipsis. */
export function oneLine(value: JsonValue, maxLength: number): string {
  const { text, hidden } = cutText(typeof value === 'string' ? withoutCodes(value) : jsonOf(value), maxLength);
  return `${visibleLine(text)}${hidden > 0 ? '…' : ''}`;
}

function jsonOf(value: JsonValue): string {
  const json = JSON.stringify(value);
  if (!json.includes('\\u00') && !json.includes('\u009b')) return json;
  return JSON.stringify(value, (_, one: JsonValue) => (typeof one === 'string' ? withoutCodes(one) : one));
}

function childOf(value: JsonValue, key: string): JsonValue | undefined {
  if (isJsonObject(value)) return ownValue(value, key);
  return Array.isArray(value) && /^\d{1,9}$/.test(key) ? value[Number(key)] : undefined;
}
