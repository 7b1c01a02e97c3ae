import type { LogBuffer, Rearranged } from './log-buffer.ts';
import type { GapMarker } from './log-entry.ts';
import { placeInTime } from './merge-by-time.ts';
import type { TimeSpan } from './stream-coverage.ts';

const REASON = 'an earlier query or filter left lines out';

export interface Marked {
  /** How many places more are marked now. */
  readonly more: number;
  /** What became of the order, one after another. */
  readonly rearranged: readonly Rearranged[];
  /** Numbers at which a marker stood. */
  readonly removed: readonly number[];
}

/** Marks the times of which an earlier query or filter left lines out, each with one row before the first line behind it. */
export function markWithheld(buffer: LogBuffer, missing: readonly TimeSpan[]): Marked {
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
  const rearranged = [...unmarked.values()].map(({ from, to }) => {
    const place = placeInTime(buffer, to, 'before its time');
    const end = buffer.runEnd(place);
    const gap = { from, to, reason: REASON, lost: undefined, lostBy: 'filter' } as const;
    return buffer.rearrange([{ kind: 'new_gap', gap }, ...buffer.entries(place, end)], place, end);
  });
  return { more: rearranged.length - removed.length, rearranged, removed };
}

function withheld(buffer: LogBuffer): readonly GapMarker[] {
  return buffer.absences().filter((marker): marker is GapMarker => marker.kind === 'gap' && marker.lostBy === 'filter');
}
