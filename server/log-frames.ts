import type { LogPredicate } from '../src/query/index.ts';
import type { GatewayLimits } from './limits.ts';
import { writePosition } from './positions.ts';
import { wireRecord } from './messages.ts';
import type { StoredLog } from './storage/log-store.ts';

/** How a reader takes its logs: what it and the gateway have agreed on (protocol, "Extensions"). */
export interface LogForm {
  /** Every log tells its position (`resume.1`). */
  readonly positions: boolean;
  /** Many logs may go in one message (`batch.1`). */
  readonly batches: boolean;
}

/** A message with one log or many. */
export interface LogFrame {
  readonly text: string;
  /** How many of the logs that are being sent are dealt with once this message is. */
  readonly end: number;
}

export interface Packing {
  readonly logs: readonly StoredLog[];
  readonly matches: LogPredicate;
  readonly form: LogForm;
  readonly limits: Pick<GatewayLimits, 'messageLogs' | 'messageCharacters'>;
  /** The time that the messages bear. */
  readonly nowMs: number;
  /** The data of the log at this place, positions included where the form wants them. */
  readonly dataAt: (index: number) => string;
}

/** The data of a log's message. The text as it was read stays behind: it is asked for one line at a time. */
export function writeLogData(log: StoredLog): string {
  return JSON.stringify(wireRecord(log));
}

/** Adds the position to the data of a log, without writing the log again. */
export function withPosition(data: string, epoch: string, seq: number): string {
  return `${data.slice(0, -1)},"position":${JSON.stringify(writePosition(epoch, seq))}}`;
}

/**
 * Writes messages with the logs that match, each bounded in logs and in length; a log that is longer by itself goes alone.
 * Nothing is written before it is asked for, so that a reader who takes no more costs no more.
 */
export function* packLogs(packing: Packing): Generator<LogFrame, void, undefined> {
  const { logs, matches, form, limits, dataAt } = packing;
  const timestamp = new Date(packing.nowMs).toISOString();
  const mostLogs = form.batches ? limits.messageLogs : 1;
  let parts: string[] = [];
  let characters = 0;
  let lastSeq = 0;
  let end = 0;
  for (const [index, log] of logs.entries()) {
    if (!matches(log)) continue;
    const data = dataAt(index);
    const isFull = parts.length >= mostLogs || characters + data.length > limits.messageCharacters;
    if (isFull && parts.length > 0) {
      yield { text: writeFrame(parts, lastSeq, timestamp), end };
      parts = [];
      characters = 0;
    }
    parts.push(data);
    characters += data.length;
    lastSeq = log.seq;
    end = index + 1;
  }
  if (parts.length > 0) yield { text: writeFrame(parts, lastSeq, timestamp), end };
}

function writeFrame(parts: readonly string[], lastSeq: number, timestamp: string): string {
  const [only = ''] = parts;
  if (parts.length === 1) return `{"type":"log","id":"log-${lastSeq}","data":${only},"timestamp":"${timestamp}"}`;
  return `{"type":"logs","id":"logs-${lastSeq}","data":[${parts.join(',')}],"timestamp":"${timestamp}"}`;
}
