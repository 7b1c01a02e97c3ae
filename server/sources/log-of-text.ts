import type { NewLog } from '../storage/log-store.ts';
import type { LogText } from './continuation.ts';

export type ParseLog = (text: string, context: { readonly source: string; readonly readAt: number }) => NewLog;

/** Most logs that are handed over at once. */
export const BATCH_LOGS = 1_000;

/** Makes a log of a text, and says in its metadata what the text does not show: bytes that were cut, a beginning elsewhere. */
export function logOfText(text: LogText, parse: ParseLog, context: { source: string; readAt: number }): NewLog {
  const log = parse(text.text, context);
  if (text.truncatedBytes === 0 && !text.continuesTaken) return log;
  return {
    ...log,
    metadata: {
      ...log.metadata,
      ...(text.truncatedBytes > 0 && { truncatedBytes: text.truncatedBytes }),
      ...(text.continuesTaken && { continuesLine: true }),
    },
  };
}
