import { isJsonObject, type JsonObject } from '../../protocol/index.ts';
import { metadataOf, type LogBuffer } from '../../stores/index.ts';

const MAX_LINES = 200;
const MAX_METADATA_READ = 20_000;
const MAX_PATHS = 200;
const MAX_DEPTH = 3;

/** Paths of the metadata that the newest lines hold, those that most of them have first. */
export function recentPaths(buffer: Pick<LogBuffer, 'firstSeq' | 'endSeq' | 'at'>): readonly string[] {
  const counts = new Map<string, number>();
  for (let seq = buffer.endSeq - 1; seq >= Math.max(buffer.firstSeq, buffer.endSeq - MAX_LINES); seq -= 1) {
    const entry = buffer.at(seq);
    if (entry?.kind !== 'line' || entry.metadataJson.length > MAX_METADATA_READ) continue;
    for (const path of pathsIn(metadataOf(entry), MAX_DEPTH)) counts.set(path, (counts.get(path) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, MAX_PATHS)
    .map(([path]) => path);
}

/** The paths of the values in an object, those of objects in it included, in the order in which they stand. */
function pathsIn(metadata: JsonObject, depth: number): string[] {
  return Object.entries(metadata).flatMap(([key, value]) =>
    depth > 1 && isJsonObject(value) && Object.keys(value).length > 0
      ? pathsIn(value, depth - 1).map((path) => `${key}.${path}`)
      : [key],
  );
}
