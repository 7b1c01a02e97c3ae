import { recogniseLevel, type JsonObject } from '../../protocol/index.ts';
import { readPath, type Field, type Scalar } from '../../query/index.ts';
import { metadataOf, type LineChunk } from '../../stores/index.ts';

/** More different values than these are counted together. */
const MAX_VALUES = 1_000;
const MAX_VALUE_LENGTH = 1_024;
/** Metadata that is longer is not read: one line must not hold up the page. */
const MAX_METADATA_READ = 100_000;

export interface CountedValue {
  readonly value: Scalar;
  /** What a query compares: the number 500 and the text "500" are one. */
  readonly text: string;
  readonly count: number;
}

/** Which values a field has in lines, and in how many of them each. */
export class FieldTally {
  readonly #read: (chunk: LineChunk, offset: number) => readonly Scalar[];
  readonly #counts = new Map<string, { readonly value: Scalar; count: number }>();
  #lines = 0;
  #linesWith = 0;
  #others = 0;

  constructor(field: Field) {
    this.#read = readerOf(field);
  }

  add(chunk: LineChunk, offset: number): void {
    this.#lines += 1;
    const values = this.#read(chunk, offset);
    if (values.length > 0) this.#linesWith += 1;
    for (const value of values) {
      const text = String(value);
      const counted = this.#counts.get(text);
      if (counted !== undefined) counted.count += 1;
      else if (this.#counts.size < MAX_VALUES && text.length <= MAX_VALUE_LENGTH)
        this.#counts.set(text, { value, count: 1 });
      else this.#others += 1;
    }
  }

  /** How many lines were looked at. */
  get lines(): number {
    return this.#lines;
  }

  /** How many of them have the field. */
  get linesWith(): number {
    return this.#linesWith;
  }

  /** How many values had no room among those counted one by one. */
  get others(): number {
    return this.#others;
  }

  /** The values, those in most lines first. */
  values(): readonly CountedValue[] {
    return [...this.#counts]
      .map(([text, { value, count }]) => ({ text, value, count }))
      .sort((a, b) => b.count - a.count || a.text.localeCompare(b.text, 'en', { numeric: true }));
  }
}

function readerOf(field: Field): (chunk: LineChunk, offset: number) => readonly Scalar[] {
  if (field.kind === 'builtin') {
    switch (field.name) {
      case 'level':
        return (chunk, offset) => named(recogniseLevel(chunk.level(offset)) ?? chunk.level(offset));
      case 'source':
        return (chunk, offset) => named(chunk.source(offset));
      case 'id':
      case 'message':
      case 'timestamp':
        // Each line has another one: to count them tells nothing.
        return () => [];
      default:
        return field.name satisfies never;
    }
  }
  const read = readPath(field.path);
  return (chunk, offset) => {
    const metadata = metadataIn(chunk, offset);
    return metadata === undefined ? [] : read(metadata);
  };
}

/** `undefined` for a line without metadata, or with more than is read. */
export function metadataIn(chunk: LineChunk, offset: number): JsonObject | undefined {
  const metadataJson = chunk.metadataJson(offset);
  return metadataJson === '' || metadataJson.length > MAX_METADATA_READ ? undefined : metadataOf({ metadataJson });
}

function named(text: string): readonly string[] {
  return text === '' ? [] : [text];
}
