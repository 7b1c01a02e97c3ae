import { IdIndex, parseTimestamp, type LogRecord } from '../protocol/index.ts';

import { CHUNK_SIZE, chunkOf, offsetOf } from './chunk-numbers.ts';
import { shortTimestamp, wholeTimestamp } from './line-body.ts';
import { hashOfId, LineChunk, type ChunkPools, type NewLine } from './line-chunk.ts';
import type { LogLine } from './log-entry.ts';
import { MetadataShapes } from './metadata-shapes.ts';
import { TextPool } from './text-pool.ts';

/** Lines that were looked at lately stay the same objects, so that a row that has not changed is not drawn again. */
const LOOKED_AT = 1_024;

/** The lines of a buffer by sequence number, found by id too. */
export class HeldLines {
  readonly #pools: ChunkPools = { names: new TextPool(), shapes: new MetadataShapes() };
  readonly #chunks = new Map<number, LineChunk>();
  readonly #ids: IdIndex;
  readonly #lookedAt: (LogLine | undefined)[] = [];
  #count = 0;

  constructor(firstSeq: () => number) {
    this.#ids = new IdIndex({ hashOf: (seq) => this.chunkAt(seq)?.hash(offsetOf(seq)) ?? 0, firstSeq });
  }

  get count(): number {
    return this.#count;
  }

  has(seq: number): boolean {
    return this.chunkAt(seq)?.holds(offsetOf(seq)) === true;
  }

  at(seq: number): LogLine | undefined {
    const looked = this.#lookedAt[seq & (LOOKED_AT - 1)];
    if (looked?.seq === seq) return looked;
    const chunk = this.chunkAt(seq);
    const offset = offsetOf(seq);
    if (chunk?.holds(offset) !== true) return undefined;
    const line = lineIn(chunk, offset, seq);
    this.#lookedAt[seq & (LOOKED_AT - 1)] = line;
    return line;
  }

  /** The chunk that covers a number, for who goes through all lines; `undefined` where it would hold none. */
  chunkAt(seq: number): LineChunk | undefined {
    return this.#chunks.get(chunkOf(seq));
  }

  seqOfId(id: string): number | undefined {
    if (id === '') return undefined;
    return this.#ids.find(hashOfId(id), (seq) => this.chunkAt(seq)?.id(offsetOf(seq)) === id);
  }

  /** Puts a line at a number that is free. Its id must not be held. */
  putRecord(seq: number, record: LogRecord): void {
    const { id, level, source, message } = record;
    const time = parseTimestamp(record.timestamp);
    const { shape, text } = this.#pools.shapes.put(record.metadata);
    const timestamp = shortTimestamp(record.timestamp, time);
    this.putBack(seq, { id, time, timestamp, level, source, message, shape, metadata: text });
  }

  /** Takes a line out, to be put elsewhere. */
  takeOut(seq: number): NewLine | undefined {
    const line = this.chunkAt(seq)?.line(offsetOf(seq));
    if (line !== undefined) this.remove(seq);
    return line;
  }

  /** Puts a line that was taken out at a number that is free. */
  putBack(seq: number, line: NewLine): void {
    const number = chunkOf(seq);
    let chunk = this.#chunks.get(number);
    if (chunk === undefined) {
      chunk = new LineChunk(this.#pools);
      this.#chunks.set(number, chunk);
    }
    chunk.put(offsetOf(seq), line);
    if (line.id !== '') this.#ids.add(chunk.hash(offsetOf(seq)), seq);
    this.#count += 1;
  }

  /** Takes a line out; answers whether there was one. */
  remove(seq: number): boolean {
    const chunk = this.chunkAt(seq);
    const offset = offsetOf(seq);
    if (chunk?.holds(offset) !== true) return false;
    if (chunk.hash(offset) !== 0) this.#ids.remove(chunk.hash(offset), seq);
    chunk.remove(offset);
    this.#lookedAt[seq & (LOOKED_AT - 1)] = undefined;
    this.#count -= 1;
    // The newest run may get more lines.
    if (chunk.count === 0 && chunk.isJoined) this.#chunks.delete(chunkOf(seq));
    return true;
  }

  /** Nothing more is expected to come to the numbers around this one. */
  joinAround(seq: number): void {
    const chunk = this.chunkAt(seq);
    chunk?.join();
    if (chunk?.count === 0) this.#chunks.delete(chunkOf(seq));
  }

  /** The lines before a number get greater numbers by so many whole runs, those from it on by so many: chunks move, no line does. */
  renumber(at: number, before: number, behind: number): void {
    this.#ids.renumber(at, before, behind);
    const chunks = [...this.#chunks];
    this.#chunks.clear();
    for (const [number, chunk] of chunks) {
      this.#chunks.set(number + (number * CHUNK_SIZE < at ? before : behind) / CHUNK_SIZE, chunk);
    }
    this.#lookedAt.length = 0;
  }

  clear(): void {
    this.#chunks.clear();
    this.#ids.clear();
    this.#lookedAt.length = 0;
    this.#count = 0;
  }
}

/** A line as an object of its own. */
export function lineIn(chunk: LineChunk, offset: number, seq: number): LogLine {
  const time = chunk.time(offset);
  return {
    kind: 'line',
    seq,
    id: chunk.id(offset),
    time,
    timestamp: wholeTimestamp(chunk.timestamp(offset), time),
    level: chunk.level(offset),
    source: chunk.source(offset),
    message: chunk.message(offset),
    metadataJson: chunk.metadataJson(offset),
  };
}
