import { isJsonObject, type JsonObject, type JsonValue } from '../../protocol/index.ts';
import { fieldName, type Field } from '../../query/index.ts';
import { CHUNK_SIZE, type LineChunk, type LogBuffer } from '../../stores/index.ts';
import { FieldTally, metadataIn, type CountedValue } from './field-tally.ts';

/** What can be read within a frame. */
const MAX_LINES = 1_000;
const MAX_METADATA = 1_000_000;
const MAX_PATHS = 500;
const MAX_PATHS_OF_LINE = 100;
const MAX_DEPTH = 6;

export type HeldRange = Pick<LogBuffer, 'firstSeq' | 'endSeq' | 'chunkAt'>;

export interface SeenPath {
  /** The field's name as a query knows it: `metadata.level` for what hides behind another. */
  readonly name: string;
  readonly field: Field;
  /** In how many of the lines that were looked at. */
  readonly count: number;
}

/** The fields of the metadata that the newest lines have, those of most lines first. */
export function seenPaths(buffer: HeldRange): readonly SeenPath[] {
  const counts = new Map<string, number>();
  eachNewest(buffer, (chunk, offset) => {
    const metadata = metadataIn(chunk, offset);
    for (const path of metadata === undefined ? [] : pathsIn(metadata)) {
      const count = counts.get(path);
      if (count !== undefined || counts.size < MAX_PATHS) counts.set(path, (count ?? 0) + 1);
    }
  });
  return [...counts]
    .map(([path, count]) => {
      const field = { kind: 'metadata', path } as const;
      return { field, name: fieldName(field), count };
    })
    .sort((a, b) => b.count - a.count || a.name.localeCompare(b.name));
}

/** The values that a field has in the newest lines, those of most lines first. */
export function seenValues(buffer: HeldRange, field: Field): readonly CountedValue[] {
  const tally = new FieldTally(field);
  eachNewest(buffer, (chunk, offset) => tally.add(chunk, offset));
  return tally.values();
}

function eachNewest(buffer: HeldRange, look: (chunk: LineChunk, offset: number) => void): void {
  let lines = 0;
  let characters = 0;
  for (let seq = buffer.endSeq - 1; seq >= buffer.firstSeq; seq -= 1) {
    const chunk = buffer.chunkAt(seq);
    const offset = seq % CHUNK_SIZE;
    if (chunk === undefined) seq -= offset;
    else if (chunk.holds(offset)) {
      look(chunk, offset);
      lines += 1;
      characters += chunk.metadataJson(offset).length;
    }
    if (lines >= MAX_LINES || characters >= MAX_METADATA) return;
  }
}

/** The paths of the values in an object, those in arrays and in objects in it included. */
function pathsIn(metadata: JsonObject): ReadonlySet<string> {
  const paths = new Set<string>();
  const visit = (value: JsonValue, path: string, depth: number): void => {
    if (paths.size >= MAX_PATHS_OF_LINE || depth > MAX_DEPTH) return;
    if (isArray(value)) {
      for (const element of value.slice(0, 10)) visit(element, path, depth + 1);
    } else if (isJsonObject(value)) {
      for (const [key, child] of Object.entries(value)) visit(child, path === '' ? key : `${path}.${key}`, depth + 1);
    } else if (path !== '' && value !== null) {
      paths.add(path);
    }
  };
  visit(metadata, '', 0);
  return paths;
}

// Array.isArray does not narrow a readonly array out of a union.
function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
