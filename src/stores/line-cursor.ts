import type { JsonObject } from '../protocol/index.ts';
import type { Queryable } from '../query/index.ts';
import type { LineChunk } from './line-chunk.ts';
import { metadataOf } from './log-entry.ts';
import { wholeTimestamp } from './line-body.ts';

/** A line as queries look at it. One object serves a scan over all lines, and reads only what a query asks for. */
export class LineCursor implements Queryable {
  #chunk: LineChunk | undefined;
  #offset = 0;
  #metadata: JsonObject | undefined;

  moveTo(chunk: LineChunk, offset: number): this {
    this.#chunk = chunk;
    this.#offset = offset;
    this.#metadata = undefined;
    return this;
  }

  get id(): string {
    return this.#chunk?.id(this.#offset) ?? '';
  }
  get time(): number {
    return this.#chunk?.time(this.#offset) ?? Number.NaN;
  }
  get timestamp(): string {
    return wholeTimestamp(this.#chunk?.timestamp(this.#offset) ?? '', this.time);
  }
  get level(): string {
    return this.#chunk?.level(this.#offset) ?? '';
  }
  get source(): string {
    return this.#chunk?.source(this.#offset) ?? '';
  }
  get message(): string {
    return this.#chunk?.message(this.#offset) ?? '';
  }
  get metadata(): JsonObject {
    this.#metadata ??= metadataOf({ metadataJson: this.#chunk?.metadataJson(this.#offset) ?? '' });
    return this.#metadata;
  }
}
