import type { NotificationEntry } from '../../stores/index.ts';

/** What a tray shows that holds still while it is read. */
export interface SteadyEntries {
  readonly shown: readonly NotificationEntry[];
  /** How often something came that is not shown yet. */
  readonly newCount: number;
}

/**
 * The entries as they were when the tray was opened, each in its place. What came since waits and is counted; what was kept
 * from before and is read already moves nothing at the end.
 */
export function holdStill(held: readonly NotificationEntry[], now: readonly NotificationEntry[]): SteadyEntries {
  // Nothing is being read in an empty tray.
  if (held.length === 0) return { shown: now, newCount: 0 };
  const counts = new Map(held.map((entry) => [entry.key, entry.count]));
  const earlier = now.filter((entry) => !entry.isUnread && !counts.has(entry.key));
  const newCount = now
    .filter((entry) => entry.isUnread)
    .reduce((sum, entry) => sum + entry.count - (counts.get(entry.key) ?? 0), 0);
  return { shown: [...held, ...earlier], newCount };
}
