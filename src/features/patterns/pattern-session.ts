import type { LogStore } from '../../stores/index.ts';
import { BatchReader } from './batch-reader.ts';
import type { FromWorker, LineBatch, Report, TemplateNews, ToWorker } from './pattern-messages.ts';
import { readReport, type PatternsReport } from './read-report.ts';

/** What is known of the patterns. */
export interface SessionState {
  /** `busy`: not all lines were looked at yet; `ready`: all were, but for those of the last moment. */
  readonly status: 'busy' | 'ready' | 'broken';
  /** How many lines have been looked at, of how many. */
  readonly taken: number;
  readonly total: number;
  readonly report: PatternsReport | undefined;
}

/** What it needs of a worker. */
export interface PatternWorker {
  postMessage(message: ToWorker, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: { readonly data: FromWorker }) => void): void;
  addEventListener(type: 'error' | 'messageerror', listener: () => void): void;
  terminate(): void;
}

export interface SessionParts {
  readonly store: LogStore;
  readonly start: () => PatternWorker;
  /** Runs a while later; answers how to call it off. */
  readonly later: (run: () => void, ms: number) => () => void;
}

/** How many older numbers are read next. */
const STRETCH = 1_024;
/** Batches that are under way at once: as many keep the worker at work, and no more wait in it. */
const UNDER_WAY = 3;
/** How often what is new is sent and the patterns are counted anew. */
const PAUSE_MS = 400;

const IDLE: SessionState = { status: 'busy', taken: 0, total: 0, report: undefined };

/**
 * Sends the lines that are shown to the worker, the newest first, and keeps it in step: what is evicted is taken back, and
 * everything is found anew where other lines are shown. Lives for as long as somebody looks at the patterns.
 */
export class PatternSession {
  readonly #parts: SessionParts;
  readonly #listeners = new Set<() => void>();
  #state = IDLE;
  #worker: PatternWorker | undefined;
  #stopWatching: (() => void) | undefined;
  #callOff: (() => void) | undefined;
  #run = 0;
  #generation = -1;
  /** Numbers that are to be sent or were: from `#low` up to, but without, `#high`. */
  #low = 0;
  #high = 0;
  /** Those of them that were not read yet. */
  #stretches: { readonly from: number; readonly to: number }[] = [];
  #underWay = 0;
  #taken = 0;
  #toldFirst = 0;
  #toldStretches = '';
  #isAsked = false;
  #isStale = false;
  readonly #templates = new Map<number, TemplateNews>();
  readonly #reader = new BatchReader();

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  get state(): SessionState {
    return this.#state;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Begins, or begins anew where the worker is broken. Answers what ends it. */
  readonly begin = (): (() => void) => {
    this.end();
    try {
      const worker = this.#parts.start();
      const isMine = (): boolean => this.#worker === worker;
      worker.addEventListener('message', ({ data }) => isMine() && this.#hear(data));
      worker.addEventListener('error', () => isMine() && this.#break());
      worker.addEventListener('messageerror', () => isMine() && this.#break());
      this.#worker = worker;
    } catch {
      this.#break();
      return this.end;
    }
    this.#generation = -1;
    this.#change(IDLE);
    this.#stopWatching = this.#parts.store.subscribe(() => this.#soon());
    this.#step();
    return this.end;
  };

  readonly end = (): void => {
    this.#stopWatching?.();
    this.#callOff?.();
    this.#callOff = undefined;
    this.#worker?.terminate();
    this.#worker = undefined;
  };

  #break(): void {
    this.end();
    this.#change({ ...IDLE, status: 'broken' });
  }

  #change(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  #hear(message: FromWorker): void {
    if (message.run !== this.#run) return;
    if (message.kind === 'report') {
      this.#isAsked = false;
      this.#show(message.report);
      return;
    }
    this.#underWay -= 1;
    this.#taken += message.lines;
    this.#feed();
  }

  /** Looks at what came once a moment has passed, however much comes. */
  #soon(): void {
    this.#callOff ??= this.#parts.later(() => {
      this.#callOff = undefined;
      this.#step();
    }, PAUSE_MS);
  }

  #step(): void {
    const { view, buffer } = this.#parts.store.getState();
    if (view.generation !== this.#generation) this.#restart();
    const stretches = buffer.evictedMarkers().map(({ seq, end }) => ({ from: seq, to: end }));
    const told = JSON.stringify(stretches);
    if (buffer.firstSeq > this.#toldFirst || told !== this.#toldStretches) {
      this.#toldFirst = buffer.firstSeq;
      this.#toldStretches = told;
      this.#low = Math.max(this.#low, buffer.firstSeq);
      this.#high = Math.max(this.#high, this.#low);
      this.#post({ kind: 'forget', run: this.#run, before: buffer.firstSeq, stretches });
      this.#isStale = true;
    }
    // Only now and then: who never stops to listen never asks what was found.
    const { end } = view.looked;
    if (this.#high < end) this.#stretches.push({ from: this.#high, to: end });
    this.#high = Math.max(this.#high, end);
    this.#feed();
  }

  #restart(): void {
    const { view, buffer } = this.#parts.store.getState();
    this.#generation = view.generation;
    this.#run += 1;
    this.#underWay = 0;
    this.#taken = 0;
    this.#isAsked = false;
    this.#isStale = true;
    this.#templates.clear();
    this.#toldFirst = buffer.firstSeq;
    this.#toldStretches = '';
    this.#low = view.looked.end;
    this.#high = this.#low;
    this.#stretches = [];
    this.#post({ kind: 'begin', run: this.#run });
    // What was counted was counted of other lines.
    this.#change({ ...IDLE, total: view.lineCount });
  }

  /** Sends what the worker has room for; asks for the patterns when there is nothing more. */
  #feed(): void {
    const { view } = this.#parts.store.getState();
    if (view.generation !== this.#generation) return this.#soon();
    while (this.#underWay < UNDER_WAY) {
      const batch = this.#nextBatch();
      if (batch === undefined) break;
      if (batch.seqs.length === 0) continue;
      this.#underWay += 1;
      this.#isStale = true;
      const { seqs, times, levels, lengths } = batch;
      const buffers = [seqs, times, levels, lengths].map(({ buffer }) => buffer);
      this.#post({ kind: 'lines', run: this.#run, ...batch }, buffers);
    }
    const isDone = this.#underWay === 0 && view.unlooked === 0;
    if (isDone && this.#isStale && !this.#isAsked) {
      this.#isAsked = true;
      this.#isStale = false;
      this.#post({ kind: 'report', run: this.#run });
    } else if (!isDone && this.#state.status !== 'ready') this.#progress();
    // What is still being looked for comes without any further change of the store being certain.
    if (!isDone && this.#underWay === 0) this.#soon();
  }

  #progress(): void {
    const { view } = this.#parts.store.getState();
    this.#change({ ...this.#state, status: 'busy', taken: this.#taken, total: Math.max(this.#taken, view.lineCount) });
  }

  #show(report: Report): void {
    for (const template of report.templates) this.#templates.set(template.id, template);
    const read = readReport(this.#run, report, this.#templates);
    this.#change({ status: 'ready', taken: report.lines, total: report.lines, report: read });
    if (this.#isStale) this.#soon();
  }

  /** The next lines: those that came since, then older ones, a stretch after the other. */
  #nextBatch(): LineBatch | undefined {
    const { view } = this.#parts.store.getState();
    const { first } = view.looked;
    if (this.#stretches.length === 0 && this.#low > first) {
      const from = Math.max(first, this.#low - STRETCH);
      this.#stretches.push({ from, to: this.#low });
      this.#low = from;
    }
    const stretch = this.#stretches.pop();
    if (stretch === undefined) return undefined;
    const { batch, next } = this.#reader.read(view, stretch.from, stretch.to);
    if (next < stretch.to) this.#stretches.push({ from: next, to: stretch.to });
    return batch;
  }

  #post(message: ToWorker, transfer: Transferable[] = []): void {
    this.#worker?.postMessage(message, transfer);
  }
}
