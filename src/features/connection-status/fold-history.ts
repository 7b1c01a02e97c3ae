import type { HistoryEntry } from '../../stores/index.ts';

/** A row of what happened. */
export interface HistoryRow {
  readonly entry: HistoryEntry;
  /** How many attempts in a row failed for the same reason; 1 for whatever else. */
  readonly count: number;
  /** When a state was over, in milliseconds since 1970: the present one is over now. */
  readonly until: number;
}

type Row = { -readonly [Key in keyof HistoryRow]: HistoryRow[Key] };

/** Makes one row of attempts that failed one after another for the same reason. Newest first, both. */
export function foldHistory(history: readonly HistoryEntry[], now: number): readonly HistoryRow[] {
  const rows: Row[] = [];
  /** Of each stream the last two states. */
  const lastTwo = new Map<string, readonly [before: Row | undefined, last: Row]>();
  for (const entry of history.toReversed()) {
    const row = { entry, count: 1, until: now };
    if (entry.kind === 'report') {
      rows.push(row);
      continue;
    }
    const [before, last] = lastTwo.get(entry.stream) ?? [];
    if (last !== undefined) last.until = entry.at;
    if (before !== undefined && last !== undefined && failsAgain(before, last, entry)) {
      rows.splice(rows.indexOf(last), 1);
      before.count += 1;
      before.until = now;
      lastTwo.set(entry.stream, [undefined, before]);
      continue;
    }
    rows.push(row);
    lastTwo.set(entry.stream, [last, row]);
  }
  return rows.toReversed();
}

/** Whether the stream waited, tried, and now waits again for the reason that it waited for before. */
function failsAgain({ entry: before }: Row, { entry: last }: Row, entry: HistoryEntry): boolean {
  return (
    before.kind === 'state' &&
    before.state.kind === 'reconnecting' &&
    last.kind === 'state' &&
    last.state.kind === 'connecting' &&
    entry.kind === 'state' &&
    entry.state.kind === 'reconnecting' &&
    entry.why === before.why
  );
}
