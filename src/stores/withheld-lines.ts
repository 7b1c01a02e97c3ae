import type { LogBuffer } from './log-buffer.ts';
import type { GapMarker } from './log-entry.ts';
import { placeInTime } from './merge-by-time.ts';
import type { Rearranged } from './rearrangement.ts';
import type { TimeSpan } from './stream-coverage.ts';

const REASON = 'an earlier query or filter left lines out';

/**
 * Lets rows stand where an earlier query or filter left lines out, and takes the others out. Answers which times have no row yet,
 * and at which numbers one stood.
 */
export function keepWithheld(
  buffer: LogBuffer,
  missing: readonly TimeSpan[],
): { readonly unmarked: TimeSpan[]; readonly removed: readonly number[] } {
  const unmarked = new Map(missing.map((span) => [span.to, span]));
  const removed: number[] = [];
  for (const marker of withheld(buffer)) {
    const span = unmarked.get(marker.to);
    unmarked.delete(marker.to);
    if (span !== undefined) buffer.changeMarker({ ...marker, from: span.from });
    else {
      buffer.removeMarker(marker);
      removed.push(marker.seq);
    }
  }
  return { unmarked: [...unmarked.values()], removed };
}

/** Marks such a time with a row before the first line behind it. */
export function markWithheld(buffer: LogBuffer, { from, to }: TimeSpan): Rearranged {
  const place = placeInTime(buffer, to, 'before its time');
  const end = buffer.runEnd(place);
  const gap = { from, to, reason: REASON, lost: undefined, lostBy: 'filter' } as const;
  return buffer.rearrange([{ kind: 'new_gap', gap }, ...buffer.entries(place, end)], place, end);
}

function withheld(buffer: LogBuffer): readonly GapMarker[] {
  return buffer.absences().filter((marker): marker is GapMarker => marker.kind === 'gap' && marker.lostBy === 'filter');
}
