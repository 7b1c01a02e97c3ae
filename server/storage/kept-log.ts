import { randomBytes } from 'node:crypto';
import { isJsonObject, type JsonObject } from '../../src/protocol/index.ts';
import type { Queryable } from '../../src/query/index.ts';
import type { NewLog, StoredLog } from './log-store.ts';

/** A log as both stores hold it: flat, with its metadata as JSON text, because few readers ever look at it. */
export interface KeptLog {
  readonly seq: number;
  readonly id: string;
  readonly time: number;
  readonly timestamp: string;
  readonly level: string;
  readonly source: string;
  readonly message: string;
  readonly metadata: string;
  readonly raw: string | undefined;
}

/** What stands in for metadata that cannot be written as JSON text again, so that one log never costs a whole batch. */
const UNWRITABLE_METADATA: JsonObject = { metadata_dropped: 'nested too deeply to be kept' };

/**
 * The log that is kept for a new one. Live subscribers must be shown what history will show, so all that a database could
 * not give back as it came is settled here: lone surrogates, times that are no number, metadata that is no JSON.
 */
export function keepLog(log: NewLog, seq: number, id: string, now: number): { kept: KeptLog; stored: StoredLog } {
  const { metadata, text } = writeMetadata(log.metadata);
  const raw = log.raw === undefined ? undefined : wellFormed(log.raw);
  const plain = {
    seq,
    id: wellFormed(id),
    time: Number.isFinite(log.time) ? log.time : now,
    timestamp: wellFormed(log.timestamp),
    level: wellFormed(log.level),
    source: wellFormed(log.source),
    message: wellFormed(log.message),
  };
  return {
    kept: { ...plain, metadata: text, raw },
    stored: raw === undefined ? { ...plain, metadata } : { ...plain, metadata, raw },
  };
}

/** The log as the rest of the gateway knows it, with its metadata parsed. */
export function storedLog(kept: KeptLog): StoredLog {
  const { metadata, raw, ...plain } = kept;
  const parsed = readMetadata(metadata);
  return raw === undefined ? { ...plain, metadata: parsed } : { ...plain, metadata: parsed, raw };
}

/** The view of a kept log that predicates look at: metadata is parsed only when a predicate asks for it. */
export class KeptLogView implements Queryable {
  readonly id: string;
  readonly time: number;
  readonly timestamp: string;
  readonly level: string;
  readonly source: string;
  readonly message: string;
  readonly #metadataText: string;
  #metadata: JsonObject | undefined;

  constructor(kept: Omit<KeptLog, 'raw' | 'seq'>) {
    this.id = kept.id;
    this.time = kept.time;
    this.timestamp = kept.timestamp;
    this.level = kept.level;
    this.source = kept.source;
    this.message = kept.message;
    this.#metadataText = kept.metadata;
  }

  get metadata(): JsonObject {
    this.#metadata ??= readMetadata(this.#metadataText);
    return this.#metadata;
  }
}

function writeMetadata(metadata: JsonObject): { metadata: JsonObject; text: string } {
  try {
    return { metadata, text: JSON.stringify(metadata) };
  } catch {
    return { metadata: UNWRITABLE_METADATA, text: JSON.stringify(UNWRITABLE_METADATA) };
  }
}

function readMetadata(text: string): JsonObject {
  const parsed: unknown = JSON.parse(text);
  return isJsonObject(parsed) ? parsed : {};
}

/** Lone surrogates have no UTF-8, so a database turns each into three replacement characters. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

/** A short random text that begins every id and every position that one store gives: 40 bits, in digits and lower-case letters. */
export function newEpoch(): string {
  return randomBytes(5).readUIntBE(0, 5).toString(36);
}
