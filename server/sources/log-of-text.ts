import { crc32 } from 'node:zlib';
import type { NewLog } from '../storage/log-store.ts';
import type { LogText } from './continuation.ts';
import type { FileIdentity } from './file-reader.ts';

export type ParseLog = (text: string, context: { readonly source: string; readonly readAt: number }) => NewLog;

/** Most logs that are handed over at once. */
export const BATCH_LOGS = 1_000;

/**
 * The id of a log that begins at this place of this file with this text: the same whenever it is read. A file that was
 * emptied and filled again may bring it twice for two logs, so it is a wish and no proof.
 */
export function wantedIdOf(file: FileIdentity, { text, startOffset }: LogText): string {
  const parts = [BigInt(file.dev), BigInt(file.ino), startOffset, crc32(text)];
  return `f-${parts.map((part) => part.toString(36)).join('-')}`;
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
