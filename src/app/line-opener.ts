import { parseTimestamp, type LogRecord } from '../protocol/index.ts';
import {
  metadataOf,
  type KeptLine,
  type LogLine,
  type LogStore,
  type OpenedLine,
  type StreamStore,
} from '../stores/index.ts';
import { REST_TIMEOUT_MS, type RestCalls } from './rest-calls.ts';

/** Lines on either side at first, and how many more come with each request for more. */
const AROUND = 5;
const MORE_AROUND = 20;
/** What is further away belongs into the list. */
const MAX_AROUND = 105;
/** Whole-second logs put many lines into one instant: up to so many are looked through for the opened one. */
const SAME_INSTANT = 1_000;
/** Somebody who steps through the lines is not waited on by the server: only the line where they stop is asked about. */
const SETTLE_MS = 150;
/** Metadata with a longer text than this takes too long to be read in passing. */
const MAX_READ_AT_ONCE = 500_000;

export interface LineOpenerOptions {
  readonly logStore: LogStore;
  readonly streamStore: StreamStore;
  /** `undefined` while nobody is signed in. */
  readonly rest: () => RestCalls | undefined;
  /** A copy of a line that the page keeps beside the list. */
  readonly kept?: (id: string, seq: number | undefined) => KeptLine | undefined;
}

type Around = OpenedLine['around'];

/** Opens a line with the lines around it: from what is held, else from the server. Only the newest request counts. */
export class LineOpener {
  readonly #options: LineOpenerOptions;
  #request: AbortController | undefined;

  constructor(options: LineOpenerOptions) {
    this.#options = options;
  }

  open(id: string, seq?: number): void {
    const { streamStore } = this.#options;
    const aroundSourceOnly = streamStore.getState().opened?.aroundSourceOnly ?? false;
    const held = this.#held(id, seq);
    const { signal } = this.#begin();
    const loading = { kind: 'loading' } as const;
    const place = { aroundSourceOnly, aroundRadius: AROUND };
    const opened = { id, seq: held?.seq ?? seq, content: loading, around: loading, ...place };
    if (held === undefined) {
      streamStore.setState({ opened });
      const kept = this.#options.kept?.(id, seq);
      if (kept !== undefined) {
        const record = recordOf(kept);
        this.#update({ content: { kind: 'loaded', record } });
        return this.#lookAround(record, undefined, aroundSourceOnly, signal);
      }
      if (id === '') return this.#miss('This line has no id and is no longer held here: nobody can be asked for it.');
      whenSettled(signal, () => void this.#fetch(id, signal));
      return;
    }
    streamStore.setState({ opened });
    const show = (record: LogRecord): void => {
      if (signal.aborted) return;
      this.#update({ content: { kind: 'loaded', record } });
      this.#lookAround(record, held.seq, aroundSourceOnly, signal);
    };
    if (held.metadataJson.length <= MAX_READ_AT_ONCE) return show(recordOf(held));
    // To read so much is a task of its own, and to draw it another.
    whenSettled(signal, () => {
      const record = recordOf(held);
      setTimeout(() => show(record));
    });
  }

  close(): void {
    this.#request?.abort();
    this.#request = undefined;
    this.#options.streamStore.setState({ opened: undefined });
  }

  showAround(isSourceOnly: boolean): void {
    const { streamStore } = this.#options;
    const { opened } = streamStore.getState();
    if (opened?.content.kind !== 'loaded') return;
    const { signal } = this.#begin();
    streamStore.setState({ opened: { ...opened, aroundSourceOnly: isSourceOnly, around: { kind: 'loading' } } });
    this.#lookAround(opened.content.record, this.#held(opened.id, opened.seq)?.seq, isSourceOnly, signal);
  }

  showMoreAround(): void {
    const { streamStore } = this.#options;
    const { opened } = streamStore.getState();
    if (opened?.content.kind !== 'loaded') return;
    const { signal } = this.#begin();
    const aroundRadius = Math.min(opened.aroundRadius + MORE_AROUND, MAX_AROUND);
    // Those that are shown already stay where they are until the others are there.
    streamStore.setState({ opened: { ...opened, aroundRadius } });
    const seq = this.#held(opened.id, opened.seq)?.seq;
    this.#lookAround(opened.content.record, seq, opened.aroundSourceOnly, signal);
  }

  /** The text of the opened line as it was read, where the server knows it, else its message. */
  async textAsRead(): Promise<string | undefined> {
    const { opened } = this.#options.streamStore.getState();
    if (opened?.content.kind !== 'loaded') return undefined;
    const { record } = opened.content;
    if (record.raw !== undefined || record.id === '') return record.raw ?? record.message;
    const answer = await this.#options.rest()?.fetchLog(record.id, AbortSignal.timeout(REST_TIMEOUT_MS));
    return answer?.ok === true ? (answer.value.raw ?? answer.value.message) : record.message;
  }

  #begin(): AbortController {
    this.#request?.abort();
    this.#request = new AbortController();
    return this.#request;
  }

  #held(id: string, seq: number | undefined): LogLine | undefined {
    const { buffer } = this.#options.logStore.getState();
    if (id !== '') return buffer.lineById(id);
    const entry = seq === undefined ? undefined : buffer.at(buffer.currentSeq(seq));
    return entry?.kind === 'line' ? entry : undefined;
  }

  async #fetch(id: string, signal: AbortSignal): Promise<void> {
    const answer = await this.#options
      .rest()
      ?.fetchLog(id, AbortSignal.any([signal, AbortSignal.timeout(REST_TIMEOUT_MS)]));
    if (signal.aborted) return;
    if (answer === undefined) return this.#miss('The line cannot be loaded while nobody is signed in.');
    if (!answer.ok) {
      const { kind, message } = answer.failure;
      if (kind !== 'not_found') return this.#miss(`The line could not be loaded: ${message}`, kind !== 'forbidden');
      return this.#miss('The server no longer has this line, or never had it.');
    }
    this.#update({ content: { kind: 'loaded', record: answer.value } });
    const isSourceOnly = this.#options.streamStore.getState().opened?.aroundSourceOnly ?? false;
    const around = await this.#fetchAround(answer.value, undefined, isSourceOnly, signal);
    if (!signal.aborted) this.#update({ around });
  }

  #miss(message: string, canRetry = false): void {
    this.#update({ content: { kind: 'missing', message, canRetry }, around: { kind: 'missing', message: '' } });
  }

  /** What is held is shown at once; the server is asked only for what is not. */
  #lookAround(record: LogRecord, seq: number | undefined, isSourceOnly: boolean, signal: AbortSignal): void {
    const held = this.#heldAround(record, seq, isSourceOnly);
    const shown = this.#options.streamStore.getState().opened?.around;
    const isNews = shown?.kind !== 'loaded' || (held?.records.length ?? 0) >= shown.records.length;
    if (held !== undefined && isNews) this.#update({ around: { kind: 'loaded', records: held.records, problem: '' } });
    if (held?.isComplete === true) return;
    const fetchMore = async (): Promise<void> => {
      const around = await this.#fetchAround(record, seq, isSourceOnly, signal);
      if (!signal.aborted) this.#update({ around });
    };
    whenSettled(signal, () => void fetchMore());
  }

  async #fetchAround(
    record: LogRecord,
    seq: number | undefined,
    isSourceOnly: boolean,
    signal: AbortSignal,
  ): Promise<Around> {
    const held = this.#heldAround(record, seq, isSourceOnly);
    const otherwise = (problem: string): Around => {
      const shown = this.#options.streamStore.getState().opened?.around;
      const records = shown?.kind === 'loaded' ? shown.records : held?.records;
      return records === undefined ? { kind: 'missing', message: problem } : { kind: 'loaded', records, problem };
    };
    const radius = this.#radius();
    const time = parseTimestamp(record.timestamp);
    if (Number.isNaN(time)) return otherwise('The line has no time to look around.');
    const rest = this.#options.rest();
    if (rest === undefined) return otherwise('The lines around it cannot be loaded while nobody is signed in.');
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(REST_TIMEOUT_MS)]);
    const filter = isSourceOnly ? { source: record.source } : undefined;
    const [before, same, after] = await Promise.all([
      rest.fetchLogs({ filter, to: time - 1, limit: radius, sort: 'desc' }, bounded),
      rest.fetchLogs({ filter, from: time, to: time, limit: SAME_INSTANT, sort: 'asc' }, bounded),
      rest.fetchLogs({ filter, from: time + 1, limit: radius, sort: 'asc' }, bounded),
    ]);
    const failed = [before, same, after].find((answer) => !answer.ok);
    if (!before.ok || !same.ok || !after.ok) {
      const why = failed?.ok === false ? failed.failure.message : '';
      return otherwise(`The lines around it could not be loaded: ${why}`);
    }
    const { items, pagination } = same.value;
    const hasMore = pagination.hasMore || pagination.total > items.length;
    const at = placeOf(record, items);
    if (at === undefined && hasMore) {
      return otherwise('More lines bear this very time than could be loaded; their order is not known.');
    }
    if (at === undefined && items.length > 0) {
      return otherwise('Other lines bear this very time; this one’s place among them is not known.');
    }
    const sameBefore = items.slice(0, at ?? 0);
    const sameAfter = items.slice((at ?? -1) + 1);
    // Behind an instant that was not loaded whole there is a hole: nothing after it is adjacent.
    const following = hasMore ? sameAfter : [...sameAfter, ...after.value.items];
    const records = [
      ...[...before.value.items.toReversed(), ...sameBefore].slice(-radius),
      record,
      ...following.slice(0, radius),
    ];
    return { kind: 'loaded', records, problem: '' };
  }

  /**
   * The neighbours that the page holds, as long as it holds all lines: a stream that was narrowed has others between them.
   * Complete where nothing could be missing; at the ends of what is held only the server knows more.
   */
  #heldAround(
    record: LogRecord,
    seq: number | undefined,
    isSourceOnly: boolean,
  ): { readonly records: readonly LogRecord[]; readonly isComplete: boolean } | undefined {
    const { request } = this.#options.streamStore.getState();
    const isNarrowed = request.query !== '' || Object.keys(request.filter).length > 0;
    if (seq === undefined || isNarrowed) return undefined;
    const radius = this.#radius();
    const { buffer, ledger } = this.#options.logStore.getState();
    const take = (step: 1 | -1): LogRecord[] => {
      const taken: LogRecord[] = [];
      const next = (at: number): number | undefined =>
        step === 1 ? buffer.nextHeld(at + 1) : buffer.previousHeld(at - 1);
      for (let at = next(seq); at !== undefined && taken.length < radius; at = next(at)) {
        const entry = buffer.at(at);
        // Nothing is missing where the reader dropped a marker, or was away.
        if (entry?.kind === 'note' || entry?.kind === 'away') continue;
        if (entry?.kind !== 'line') break;
        if (!isSourceOnly || entry.source === record.source) taken.push(neighbourOf(entry));
      }
      return taken;
    };
    const before = take(-1).reverse();
    const after = take(1);
    const isComplete = before.length === radius && after.length === radius && ledger.dropped === 0;
    return { records: [...before, record, ...after], isComplete };
  }

  #radius(): number {
    return this.#options.streamStore.getState().opened?.aroundRadius ?? AROUND;
  }

  #update(change: Partial<OpenedLine>): void {
    const { opened } = this.#options.streamStore.getState();
    if (opened !== undefined) this.#options.streamStore.setState({ opened: { ...opened, ...change } });
  }
}

/** Runs a while later, unless aborted before. */
function whenSettled(signal: AbortSignal, run: () => void): void {
  const timer = setTimeout(run, SETTLE_MS);
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
}

/** Where a line stands among those of its instant; without an id only where no other looks like it. */
function placeOf(record: LogRecord, items: readonly LogRecord[]): number | undefined {
  const isIt = (one: LogRecord): boolean =>
    record.id === ''
      ? one.id === '' && one.message === record.message && one.source === record.source && one.level === record.level
      : one.id === record.id;
  const at = items.findIndex(isIt);
  const isSure = at >= 0 && (record.id !== '' || items.findLastIndex(isIt) === at);
  return isSure ? at : undefined;
}

/** A line as the list of lines around another shows it. Its metadata, which may be large, is read when it is opened. */
function neighbourOf({ id, timestamp, level, message, source }: LogLine): LogRecord {
  return { id, timestamp, level, message, source, metadata: {} };
}

function recordOf(line: LogLine | KeptLine): LogRecord {
  const { id, timestamp, level, message, source } = line;
  return { id, timestamp, level, message, source, metadata: metadataOf(line) };
}
