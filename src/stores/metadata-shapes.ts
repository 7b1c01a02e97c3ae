import { jsonText, type JsonObject } from '../protocol/index.ts';

/** Says that a text is the whole of it. */
export const NO_SHAPE = 0xffff;
/** Programs log few shapes; what makes a new one with each line is kept as it is. */
const MAX_SHAPES = 4_096;
const MAX_KEYS = 64;
/** What stands between the values of a shape: JSON has no such character within one, in a string it is escaped. */
export const SEPARATOR = '\n';

interface Node {
  readonly next: Map<string, Node>;
  shape: number | undefined;
}

/** Metadata without its keys: lines of one statement of a program have the same ones, which are kept once. */
export class MetadataShapes {
  readonly #root: Node = { next: new Map(), shape: undefined };
  /** The keys of each shape, as JSON with the colon behind them. */
  readonly #keys: (readonly string[])[] = [];
  #nodes = 0;

  /** The shape of an object, and its values. `NO_SHAPE` comes with the JSON text of all of it, which is empty for no keys. */
  put(metadata: JsonObject): { readonly shape: number; readonly text: string } {
    let node: Node | undefined = this.#root;
    let text = '';
    let count = 0;
    for (const key in metadata) {
      if (!Object.hasOwn(metadata, key)) continue;
      count += 1;
      node = count > MAX_KEYS ? undefined : this.#step(node, key);
      if (node === undefined) return { shape: NO_SHAPE, text: jsonText(metadata) };
      const value = metadata[key] ?? null;
      if (count > 1) text += SEPARATOR;
      // What JSON has no word for is null in it, as in all of JSON.
      text += typeof value === 'number' && Number.isFinite(value) ? String(value) : jsonText(value);
    }
    if (count === 0) return { shape: NO_SHAPE, text: '' };
    const shape = (node.shape ??= this.#newShape(Object.keys(metadata)));
    return shape === NO_SHAPE ? { shape, text: jsonText(metadata) } : { shape, text };
  }

  /** The JSON text again. */
  json(shape: number, text: string): string {
    const keys = this.#keys[shape];
    if (keys === undefined) return text;
    const values = text.split(SEPARATOR);
    let json = '{';
    for (let index = 0; index < keys.length; index += 1) {
      json += `${index === 0 ? '' : ','}${keys[index] ?? ''}${values[index] ?? ''}`;
    }
    return `${json}}`;
  }

  #step(node: Node, key: string): Node | undefined {
    const known = node.next.get(key);
    if (known !== undefined) return known;
    if (this.#nodes >= MAX_SHAPES * 4) return undefined;
    this.#nodes += 1;
    const next: Node = { next: new Map(), shape: undefined };
    node.next.set(key, next);
    return next;
  }

  #newShape(keys: readonly string[]): number {
    if (this.#keys.length >= MAX_SHAPES) return NO_SHAPE;
    this.#keys.push(keys.map((key) => `${JSON.stringify(key)}:`));
    return this.#keys.length - 1;
  }
}
