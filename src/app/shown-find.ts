import type { FindStore, LogStore, StreamStore } from '../stores/index.ts';
import type { LineSearch, MatchPlace } from '../stores/line-search.ts';

export interface ShownFindParts {
  readonly findStore: FindStore;
  readonly logStore: LogStore;
  readonly streamStore: StreamStore;
  readonly openLine: (id: string, seq?: number) => void;
}

const MAX_EXCERPT = 60;

/** Shows the reader what was found: marks it, brings its line into view and says what needs words. */
export class ShownFind {
  readonly #parts: ShownFindParts;

  constructor(parts: ShownFindParts) {
    this.#parts = parts;
  }

  /** Says which match is the current one. Answers whether its message has to be unfolded for it to be seen. */
  mark(lines: LineSearch, place: MatchPlace, isGoal: boolean): boolean {
    const found = lines.locate(place);
    if (found === undefined) return false;
    const { part, index, text, span } = found;
    const step = (this.#parts.findStore.getState().current?.step ?? 0) + 1;
    const excerpt = [
      text.slice(Math.max(0, span.start - MAX_EXCERPT), span.start),
      text.slice(span.start, Math.min(span.end, span.start + MAX_EXCERPT)),
      text.slice(span.end, span.end + MAX_EXCERPT),
    ] as const;
    const current = { seq: place.seq, finder: lines.finder, part, index, excerpt, step, isGoal };
    this.#parts.findStore.setState({ current });
    const firstBreak = text.indexOf('\n');
    return firstBreak >= 0 && firstBreak < span.end;
  }

  /** Brings a line into view, and into the details where these are open. */
  show(seq: number, how: { readonly keepsFocus: boolean; readonly unfolds?: boolean }): void {
    const { logStore, streamStore, openLine } = this.#parts;
    logStore.letGo();
    const entry = logStore.getState().buffer.at(seq);
    if (streamStore.getState().opened !== undefined && entry?.kind === 'line') openLine(entry.id, seq);
    logStore.reveal({ seq, ...how });
  }

  /** `spoken`: what is said where nothing is seen. */
  tell(text: string, spoken?: string): void {
    const news =
      text === '' && spoken === undefined ? undefined : { text, ...(spoken === undefined ? {} : { spoken }) };
    this.#parts.findStore.setState({ news });
  }
}

/** What is said of a step that began anew at the other end. */
export function wrapped(step: -1 | 1): string {
  return step === 1 ? 'Wrapped to the top.' : 'Wrapped to the end.';
}
