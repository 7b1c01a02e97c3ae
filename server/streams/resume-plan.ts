import type { ResumeStatus } from '../../src/protocol/index.ts';
import type { LogPredicate } from '../../src/query/index.ts';
import type { GatewayLimits } from '../limits.ts';
import { everyLog, type LogStore } from '../storage/log-store.ts';

/** What is sent to a reader that goes on after a place, and what it is told about that. */
export interface ResumePlan {
  readonly status: Exclude<ResumeStatus, 'new_epoch'>;
  /** Everything that matches after this `seq` is sent. */
  readonly cursor: number;
  /** How many logs are left out where some are, if that is known: of logs that are gone nobody knows whether they matched. */
  readonly missed: number | undefined;
}

export interface ResumePlanOptions {
  readonly store: LogStore;
  readonly limits: Pick<GatewayLimits, 'resumeLogs'>;
  readonly matches: LogPredicate;
}

/** Finds out what can be sent again of what came after the `seq` `after`. Looks into the logs only where they are many. */
export async function planResume({ store, limits, matches }: ResumePlanOptions, after: number): Promise<ResumePlan> {
  const upTo = store.lastSeq();
  let cursor = Math.max(after, store.firstSeq() - 1);
  if (upTo - cursor > limits.resumeLogs) {
    cursor =
      matches === everyLog
        ? upTo - limits.resumeLogs
        : await store.seqBeforeNewest(limits.resumeLogs, matches, { after: cursor, upTo });
  }
  if (cursor === after) return { status: 'recovered', cursor, missed: undefined };
  return { status: 'truncated', cursor, missed: matches === everyLog ? cursor - after : undefined };
}
