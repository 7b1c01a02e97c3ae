import type { RestClient } from '../client/index.ts';
import { parseTimestamp, type LogRecord } from '../protocol/index.ts';
import { metadataOf, type LogLine, type LogStore, type OpenedLine, type StreamStore } from '../stores/index.ts';

const AROUND = 12;
const TIMEOUT_MS = 15_000;

export interface LineOpenerOptions {
  readonly logStore: LogStore;
  readonly streamStore: StreamStore;
  /** `undefined` while nobody is signed in. */
  readonly rest: () => RestClient<AbortSignal> | undefined;
}

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
    const request = this.#begin();
    const loading = { kind: 'loading' } as const;
    const opened = { id, seq: held?.seq ?? seq, content: loading, around: loading, aroundSourceOnly };
    if (held === undefined) {
      streamStore.setState({ opened });
      void this.#fetch(id, request.signal);
      return;
    }
    const record = recordOf(held);
    streamStore.setState({ opened: { ...opened, content: { kind: 'loaded', record } } });
    void this.#fetchAround(record, aroundSourceOnly, request.signal);
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
    const request = this.#begin();
    streamStore.setState({ opened: { ...opened, aroundSourceOnly: isSourceOnly, around: { kind: 'loading' } } });
    void this.#fetchAround(opened.content.record, isSourceOnly, request.signal);
  }

  /** The text of the opened line as it was read, where the server knows it, else its message. */
  async textAsRead(): Promise<string | undefined> {
    const { opened } = this.#options.streamStore.getState();
    if (opened?.content.kind !== 'loaded') return undefined;
    const { record } = opened.content;
    if (record.raw !== undefined || record.id === '') return record.raw ?? record.message;
    const answer = await this.#options.rest()?.fetchLog(record.id, AbortSignal.timeout(TIMEOUT_MS));
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
    const entry = seq === undefined ? undefined : buffer.at(seq);
    return entry?.kind === 'line' ? entry : undefined;
  }

  async #fetch(id: string, signal: AbortSignal): Promise<void> {
    const answer = await this.#options.rest()?.fetchLog(id, AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]));
    if (signal.aborted || answer === undefined) return;
    if (!answer.ok) {
      const isGone = answer.failure.kind === 'not_found';
      const message = isGone
        ? 'The server no longer has this line, or never had it.'
        : `The line could not be loaded: ${answer.failure.message}`;
      this.#update({ content: { kind: 'missing', message }, around: { kind: 'missing', message: '' } });
      return;
    }
    this.#update({ content: { kind: 'loaded', record: answer.value } });
    await this.#fetchAround(
      answer.value,
      this.#options.streamStore.getState().opened?.aroundSourceOnly ?? false,
      signal,
    );
  }

  async #fetchAround(record: LogRecord, isSourceOnly: boolean, signal: AbortSignal): Promise<void> {
    const time = parseTimestamp(record.timestamp);
    const rest = this.#options.rest();
    if (Number.isNaN(time) || rest === undefined) {
      this.#update({ around: { kind: 'missing', message: 'The line has no time to look around.' } });
      return;
    }
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const filter = isSourceOnly ? { source: record.source } : undefined;
    const [before, after] = await Promise.all([
      rest.fetchLogs({ filter, to: time, limit: AROUND, sort: 'desc' }, bounded),
      rest.fetchLogs({ filter, from: time, limit: AROUND, sort: 'asc' }, bounded),
    ]);
    if (signal.aborted) return;
    if (!before.ok || !after.ok) {
      this.#update({ around: { kind: 'loaded', records: this.#heldAround(record, isSourceOnly) } });
      return;
    }
    const records = new Map<string, LogRecord>();
    for (const one of [...before.value.items.toReversed(), record, ...after.value.items]) {
      if (!records.has(one.id)) records.set(one.id, one);
    }
    this.#update({ around: { kind: 'loaded', records: [...records.values()].sort(byTime) } });
  }

  /** A server without REST still leaves what the page holds. */
  #heldAround(record: LogRecord, isSourceOnly: boolean): readonly LogRecord[] {
    const { buffer } = this.#options.logStore.getState();
    const seq = buffer.lineById(record.id)?.seq ?? this.#options.streamStore.getState().opened?.seq;
    if (seq === undefined) return [record];
    const lines: LogRecord[] = [];
    const take = (from: number, step: 1 | -1): LogRecord[] => {
      const taken: LogRecord[] = [];
      for (let at = from; taken.length < AROUND && buffer.at(at) !== undefined; at += step) {
        const entry = buffer.at(at);
        if (entry?.kind === 'line' && (!isSourceOnly || entry.source === record.source)) taken.push(recordOf(entry));
      }
      return taken;
    };
    lines.push(...take(seq - 1, -1).reverse(), record, ...take(seq + 1, 1));
    return lines;
  }

  #update(change: Partial<OpenedLine>): void {
    const { opened } = this.#options.streamStore.getState();
    if (opened !== undefined) this.#options.streamStore.setState({ opened: { ...opened, ...change } });
  }
}

function recordOf(line: LogLine): LogRecord {
  const { id, timestamp, level, message, source } = line;
  return { id, timestamp, level, message, source, metadata: metadataOf(line) };
}

/** By time; lines of one time stay in the order in which the server gave them. */
function byTime(a: LogRecord, b: LogRecord): number {
  return parseTimestamp(a.timestamp) - parseTimestamp(b.timestamp);
}
