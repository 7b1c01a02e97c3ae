import type { GapEntry, LogEntry } from '../../src/client/library/index.ts';
import { parseTimestamp } from '../../src/protocol/index.ts';

type Entry = LogEntry | GapEntry;

/** What was asked for of the lines that are there already. Times in milliseconds since 1970. */
export interface EarlierLines {
  /** The most that a server gives. Where it gave as many, there may have been more. */
  readonly most: number;
  /** The time that they were asked for from. */
  readonly since: number;
  /** From this time on a line is new. */
  readonly until: number;
}

/** When nothing more has come for so long, what was there already has been sent. A server need not say so. */
const QUIET_MS = 500;

/**
 * The same entries, with a gap before the first where the server's most may have cut off what was earlier. That is known
 * only when as many have come, so they are held back until then, or until it is clear that they were fewer.
 */
export async function* withCutTold(
  entries: AsyncIterable<Entry>,
  { most, since, until }: EarlierLines,
): AsyncGenerator<Entry, void> {
  const iterator = entries[Symbol.asyncIterator]();
  let held: Entry[] = [];
  let isHolding = true;
  let count = 0;
  let first: number | undefined;
  try {
    let next = iterator.next();
    for (;;) {
      const result = await (held.length === 0 ? next : orQuiet(next));
      if (result !== 'quiet' && result.done === true) break;
      const entry = result === 'quiet' ? undefined : result.value;
      if (entry !== undefined) held.push(entry);
      const time = entry?.kind === 'log' ? parseTimestamp(entry.record.timestamp) : Number.NaN;
      first ??= Number.isNaN(time) ? undefined : time;
      // One whose time cannot be read belongs to those among which it comes.
      const isEarlier = entry?.kind === 'log' && (time < until || (isHolding && Number.isNaN(time)));
      if (isEarlier) count += 1;
      if (isEarlier && count === most) yield cutAt(most, since, first);
      if (result === 'quiet' || time >= until || count >= most) isHolding = false;
      if (!isHolding) {
        yield* held;
        held = [];
      }
      if (result !== 'quiet') next = iterator.next();
    }
    yield* held;
  } catch (error) {
    yield* held;
    throw error;
  } finally {
    await iterator.return?.();
  }
}

function cutAt(most: number, from: number, to: number | undefined): GapEntry {
  return { kind: 'gap', from, to, reason: `a server gives ${most} earlier lines at most`, lost: undefined };
}

async function orQuiet<Result>(next: Promise<Result>): Promise<Result | 'quiet'> {
  let timer: NodeJS.Timeout | undefined;
  const quiet = new Promise<'quiet'>((resolve) => {
    timer = setTimeout(() => resolve('quiet'), QUIET_MS);
  });
  try {
    return await Promise.race([next, quiet]);
  } finally {
    clearTimeout(timer);
  }
}
