import { IdIndex, parseTimestamp, type JsonObject, type LogRecord } from '../protocol/index.ts';

import { shortTimestamp, wholeTimestamp } from './line-body.ts';
import { CHUNK_SIZE, hashOfId, LineChunk, type ChunkPools } from './line-chunk.ts';
import { metadataOf, type LogLine } from './log-entry.ts';
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
    const time = chunk.time(offset);
    const line: LogLine = {
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
    this.#lookedAt[seq & (LOOKED_AT - 1)] = line;
    return line;
  }

  /** The chunk that covers a number, for who goes through all lines; `undefined` where it would hold none. */
  chunkAt(seq: number): LineChunk | undefined {
    return this.#chunks.get(Math.floor(seq / CHUNK_SIZE));
  }

  seqOfId(id: string): number | undefined {
    if (id === '') return undefined;
    return this.#ids.find(hashOfId(id), (seq) => this.chunkAt(seq)?.id(offsetOf(seq)) === id);
  }

  /** Puts a line at a number that is free. Its id must not be held. */
  putRecord(seq: number, record: LogRecord): void {
    this.#put(seq, parseTimestamp(record.timestamp), record, record.metadata);
  }

  putLine(seq: number, line: LogLine): void {
    this.#put(seq, line.time, line, metadataOf(line));
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
    if (chunk.count === 0 && chunk.isJoined) this.#chunks.delete(Math.floor(seq / CHUNK_SIZE));
    return true;
  }

  /** Nothing more is expected to come to the numbers around this one. */
  joinAround(seq: number): void {
    const chunk = this.chunkAt(seq);
    chunk?.join();
    if (chunk?.count === 0) this.#chunks.delete(Math.floor(seq / CHUNK_SIZE));
  }

  clear(): void {
    this.#chunks.clear();
    this.#ids.clear();
    this.#lookedAt.length = 0;
    this.#count = 0;
  }

  #put(
    seq: number,
    time: number,
    line: Pick<LogLine, 'id' | 'level' | 'source' | 'message' | 'timestamp'>,
    metadata: JsonObject,
  ): void {
    const { id, level, source, message } = line;
    const number = Math.floor(seq / CHUNK_SIZE);
    let chunk = this.#chunks.get(number);
    if (chunk === undefined) {
      chunk = new LineChunk(this.#pools);
      this.#chunks.set(number, chunk);
    }
    const { shape, text } = this.#pools.shapes.put(metadata);
    const timestamp = shortTimestamp(line.timestamp, time);
    chunk.put(offsetOf(seq), { id, time, timestamp, level, source, message, shape, metadata: text });
    if (id !== '') this.#ids.add(chunk.hash(offsetOf(seq)), seq);
    this.#count += 1;
  }
}

function offsetOf(seq: number): number {
  return seq - Math.floor(seq / CHUNK_SIZE) * CHUNK_SIZE;
}
