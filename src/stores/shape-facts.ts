import type { LineChunk } from './line-chunk.ts';
import { metadataOf } from './log-entry.ts';
import { NO_SHAPE } from './metadata-shapes.ts';
import { isPlainlyDrawn } from './plain-texts.ts';
import type { Words } from './text-finder.ts';

/** What the keys of a shape have to do with what is looked for. */
interface ShapeFact {
  /** `undefined` where lines of the shape need not have the same ones. */
  readonly keys: readonly string[] | undefined;
  /** Whether the token may be in one of them as rows write them. */
  readonly haveToken: boolean;
  /** Whether a match may lie in part in a key, and in part in the value before or behind it. */
  readonly mayCross: boolean;
}

/** What is looked for, held against the keys of metadata: once for all lines that have the same ones. */
export class ShapeFacts {
  readonly #words: Words | undefined;
  readonly #token: Words | undefined;
  readonly #facts: ShapeFact[] = [];
  readonly #ofNoShape: ShapeFact;

  constructor(words: Words | undefined, token: Words | undefined) {
    this.#words = words;
    this.#token = token;
    // Keys without a shape are held with the values, where the token is looked for.
    this.#ofNoShape = { keys: undefined, haveToken: false, mayCross: words?.hasBorders === true };
  }

  /** Of the shape of a line, which has metadata. */
  of(chunk: LineChunk, offset: number): ShapeFact {
    const shape = chunk.shape(offset);
    return shape === NO_SHAPE ? this.#ofNoShape : (this.#facts[shape] ??= this.#find(chunk, offset));
  }

  #find(chunk: LineChunk, offset: number): ShapeFact {
    const keys = Object.keys(metadataOf({ metadataJson: chunk.metadataJson(offset) }));
    const isOdd = keys.some((key) => /[\n\r\u001b]/.test(key) || !isPlainlyDrawn(key));
    return {
      keys,
      haveToken: isOdd || keys.some((key) => this.#token?.next(key, 0) !== undefined),
      mayCross: isOdd || keys.some((key) => this.#words?.mayCross(key) === true),
    };
  }
}
