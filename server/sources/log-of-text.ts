import { crc32 } from 'node:zlib';
import type { NewLog } from '../storage/log-store.ts';
import type { LogText } from './continuation.ts';
import type { FileIdentity } from './file-reader.ts';

export type ParseLog = (text: string, context: { readonly source: string; readonly readAt: number }) => NewLog;

/** Most logs that are handed over at once. */
export const BATCH_LOGS = 1_000;

/**
 * Gives ids to the logs of a file, by the place at which they begin in it and their text: the same whenever they are read. A
 * file that was emptied and filled again may bring one twice for two logs, so it is a wish and no proof.
 */
export function wantedIdsIn({ dev, ino }: FileIdentity): (text: LogText) => string {
  const file = `f-${BigInt(dev).toString(36)}-${BigInt(ino).toString(36)}`;
  return ({ text, startOffset }) => `${file}-${startOffset.toString(36)}-${crc32(text).toString(36)}`;
}

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
