import { rowLook, rowTexts } from '../../features/log-viewer/log-viewer.tsx';
import type { LogRecord } from '../../protocol/index.ts';
import { linearRegexEngine } from '../../query/linear-regex.ts';
import {
  createLogStore,
  DEFAULT_SETTINGS,
  type FindQuery,
  type LogStore,
  type RowReading,
  type Settings,
} from '../../stores/index.ts';
import { compileFind, LineSearch } from '../../stores/line-search.ts';

const reading = await rowTexts.get();

export const QUERY: FindQuery = { text: '', matchesCase: false, isWholeWord: false, isRegex: false };

/** How rows are read under some settings, on a phone or not. */
export function readingOf(settings: Partial<Settings> = {}, isNarrow = false): RowReading {
  return reading(rowLook({ ...DEFAULT_SETTINGS, ...settings }, isNarrow));
}

export function searchOf(store: LogStore, query: Partial<FindQuery>, reading = readingOf()): LineSearch {
  const compiled = compileFind({ ...QUERY, ...query }, linearRegexEngine);
  if (!compiled.ok) throw new Error(compiled.message);
  return new LineSearch(compiled.finder, () => store.getState(), reading);
}

let lastId = 0;

/** A line of its own, later than those before it. */
export function recordOf(fields: Partial<LogRecord>): LogRecord {
  lastId += 1;
  const timestamp = new Date(Date.UTC(2026, 10, 23) + lastId).toISOString();
  return { id: `id-${lastId}`, timestamp, level: 'INFO', source: 'api', message: 'hello', metadata: {}, ...fields };
}

export function storeOf(records: readonly Partial<LogRecord>[], capacity?: number): LogStore {
  const store = createLogStore(capacity);
  store.apply(records.map((fields) => ({ kind: 'log', record: recordOf(fields), isRepeat: false })));
  return store;
}

/** Has a search look at all lines. */
export function look(search: LineSearch): LineSearch {
  if (!search.look(() => false)) throw new Error('The search ended before it had looked at all lines.');
  return search;
}
