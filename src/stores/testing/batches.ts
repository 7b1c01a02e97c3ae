import type { LogRecord } from '../../protocol/index.ts';
import { putIntoGap } from '../gap-filling.ts';
import type { LogBatchItem } from '../log-batch.ts';
import type { LogStore } from '../log-store.ts';
import { instantAt } from './records.ts';

/** A line of a batch. */
export function log(record: LogRecord, isRepeat = false): LogBatchItem {
  return { kind: 'log', record, isRepeat };
}

/** A gap of a batch, from one second to another. */
export function gap(from: number, to: number, lost?: number): LogBatchItem {
  return { kind: 'gap', from: instantAt(from), to: instantAt(to), reason: 'the connection was interrupted', lost };
}

/** Fills a gap with what was fetched for it. */
export function fill(store: LogStore, gapId: number, fetched: readonly LogRecord[], isComplete: boolean): void {
  store.fillGap(gapId, (buffer, id) => putIntoGap(buffer, id, fetched, isComplete));
}
