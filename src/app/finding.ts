import { rowLook } from '../features/log-viewer/log-viewer.tsx';
import {
  HIGHLIGHT_COLOURS,
  NOTHING_FOUND,
  type FindQuery,
  type FindRequest,
  type FindStore,
  type Highlight,
  type LogStore,
  type Matches,
  type RowReading,
  type SessionStore,
  type SettingsStore,
  type Slicing,
  type StreamStore,
  type TextFinder,
} from '../stores/index.ts';
import { compileFind, findError, LineSearch, type CompiledFind, type MatchPlace } from '../stores/line-search.ts';
import { isNarrow } from '../ui/use-is-narrow.ts';
import { regexEngine } from './query-compiler.ts';
import { rowsInView } from './rows-in-view.ts';

export interface FindingParts {
  readonly findStore: FindStore;
  readonly logStore: LogStore;
  readonly streamStore: StreamStore;
  readonly settingsStore: SettingsStore;
  readonly sessionStore: SessionStore;
  readonly slicing: Slicing;
  readonly reading: (look: ReturnType<typeof rowLook>) => RowReading;
  readonly openLine: (id: string, seq?: number) => void;
}

/** A search with the match that its reader is at. */
interface Search {
  lines: LineSearch;
  place: MatchPlace | undefined;
  /** Whether the reader has seen that match: else the next step goes to it. */
  isSeen: boolean;
}

/** Short enough for a frame to hold it beside all else. */
const SLICE_MS = 10;
/** Whoever types waits for a frame in any case: most finds are done by then, and are drawn with it. */
const FIRST_SLICE_MS = 20;
/** How far a search is that takes long is told so often: drawing it takes time from the search. */
const NEWS_MS = 100;
const MAX_EXCERPT = 60;
const MAX_SPOKEN = 200;
const NOT_DONE: Matches = { ...NOTHING_FOUND, isDone: false };
const BEFORE_ALL: MatchPlace = { seq: -Infinity, index: -1 };
const BEHIND_ALL: MatchPlace = { seq: Infinity, index: 0 };

/** Looks through what is shown for what the reader wants found, and keeps the counts true while lines come and go. */
export class Finding {
  readonly #parts: FindingParts;
  #search: Search | undefined;
  readonly #kept = new Map<number, Search>();
  /** A step that waits for the first match to be found. */
  #waiting: -1 | 1 | undefined;
  #isPlanned = false;
  /** Of the rows of its pane; as the page is until that is told. */
  #isNarrow = isNarrow();
  #publishedAt = -Infinity;
  #asked = 0;

  constructor(parts: FindingParts) {
    this.#parts = parts;
    const { logStore, settingsStore, sessionStore, findStore } = parts;
    logStore.subscribe((state, before) => {
      if (state.version !== before.version) this.#plan();
    });
    // What outlives the stream must not hold it.
    const ofPage = [
      settingsStore.subscribe((settings, before) => {
        const { columns, showsJsonInline } = settings;
        if (columns !== before.columns || showsJsonInline !== before.showsJsonInline) this.#readAgain();
      }),
      sessionStore.subscribe(({ phase }) => {
        if (phase.kind === 'signed_out') this.#forgetAll();
      }),
    ];
    findStore.subscribe(({ isOver }) => {
      if (isOver) for (const stop of ofPage) stop();
    });
  }

  answer(request: FindRequest): void {
    const { findStore, logStore } = this.#parts;
    switch (request.kind) {
      case 'open':
        findStore.setState(({ focusWish }) => ({ isOpen: true, focusWish: focusWish + 1 }));
        return this.#resume();
      case 'close':
        return this.#close();
      case 'query':
        findStore.setState({ query: request.query });
        return void this.#begin();
      case 'step':
        return this.#step(request.step);
      case 'keep':
        return this.#keep();
      case 'remove':
        return this.#remove(request.colour);
      case 'step_highlight': {
        const search = this.#kept.get(request.colour);
        return search === undefined ? undefined : this.#go(search, request.step);
      }
      case 'step_error':
        return void this.#stepError(request.step, request.from);
      case 'draw':
        if (request.isNarrow === this.#isNarrow) return undefined;
        this.#isNarrow = request.isNarrow;
        return this.#readAgain();
      case 'scroll':
        return logStore.reveal({ seq: NaN, byPx: request.px });
    }
  }

  /** Looks again for what was looked for last, where nothing is looked for now. */
  #resume(): void {
    if (this.#search === undefined) void this.#begin();
  }

  #close(): void {
    this.#end();
    this.#parts.findStore.setState({ isOpen: false, focusWish: 0, problem: '', news: undefined });
  }

  #step(step: -1 | 1): void {
    const { findStore } = this.#parts;
    const { query } = findStore.getState();
    if (query.text === '') return this.#tell('There is nothing to look for yet: / opens the field.');
    findStore.setState({ isOpen: true });
    if (this.#search === undefined) {
      this.#waiting = step;
      this.#resume();
    } else if (this.#search.lines.count === 0 && !this.#search.lines.isDone) this.#waiting = step;
    else this.#go(this.#search, step);
  }

  #keep(): void {
    const { findStore } = this.#parts;
    const { query, finder, highlights } = findStore.getState();
    const search = this.#search;
    const colour = Array.from({ length: HIGHLIGHT_COLOURS }, (_, index) => index).find((free) => !this.#kept.has(free));
    if (search === undefined || finder === undefined || colour === undefined) return;
    this.#kept.set(colour, search);
    this.#search = undefined;
    const highlight: Highlight = { colour, query, finder, ...matchesOf(search) };
    findStore.setState({
      query: { ...query, text: '' },
      finder: undefined,
      overview: undefined,
      matches: NOTHING_FOUND,
      highlights: [...highlights, highlight],
    });
    this.#tell(`“${query.text}” stays marked.`);
    this.#plan();
  }

  #remove(colour: number): void {
    const { findStore } = this.#parts;
    const search = this.#kept.get(colour);
    this.#kept.delete(colour);
    const { highlights, current } = findStore.getState();
    findStore.setState({
      highlights: highlights.filter((highlight) => highlight.colour !== colour),
      ...(current?.finder === search?.lines.finder ? { current: undefined } : {}),
    });
  }

  async #stepError(step: -1 | 1, from: number | undefined): Promise<void> {
    const { logStore, slicing } = this.#parts;
    const inView = rowsInView();
    const start = from ?? (step === 1 ? (inView?.first ?? 0) - 1 : (inView?.last ?? Infinity) + 1);
    this.#asked += 1;
    const mine = this.#asked;
    const found = await findError(
      () => logStore.getState(),
      start,
      step,
      slicing,
      () => mine !== this.#asked,
    );
    if (found === undefined)
      return mine === this.#asked ? this.#tell('No line of level ERROR or worse is shown.') : undefined;
    const text = found.hasWrapped ? wrapped(step) : '';
    const entry = logStore.getState().buffer.at(found.seq);
    const words = entry?.kind === 'line' ? `${entry.level} ${entry.source}: ${entry.message.slice(0, MAX_SPOKEN)}` : '';
    this.#parts.findStore.setState({ news: { text, spoken: `${text} ${words}` } });
    this.#show(found.seq, { keepsFocus: false });
  }

  async #begin(): Promise<void> {
    const { findStore } = this.#parts;
    const { query } = findStore.getState();
    this.#asked += 1;
    const mine = this.#asked;
    const anchor = this.#search?.place?.seq ?? rowsInView()?.first ?? -Infinity;
    if (query.text === '') {
      this.#end();
      return findStore.setState({ problem: '', news: undefined });
    }
    const compiled = query.isRegex ? await compileRegex(query) : compileFind(query);
    if (mine !== this.#asked) return undefined;
    if (!compiled.ok) {
      this.#end();
      return findStore.setState({ problem: compiled.message });
    }
    const { finder } = compiled;
    const search: Search = { lines: this.#linesOf(finder), place: { seq: anchor, index: -1 }, isSeen: false };
    this.#search = search;
    const overview = (size: number): Uint8Array => search.lines.overview(size);
    findStore.setState({ finder, overview, matches: NOT_DONE, problem: '', current: undefined, news: undefined });
    this.#publishedAt = this.#parts.slicing.now();
    this.#work(FIRST_SLICE_MS);
    return undefined;
  }

  #end(): void {
    this.#search = undefined;
    this.#waiting = undefined;
    this.#parts.findStore.setState({
      finder: undefined,
      overview: undefined,
      matches: NOTHING_FOUND,
      current: undefined,
    });
  }

  #forgetAll(): void {
    this.#close();
    this.#kept.clear();
    const { findStore } = this.#parts;
    findStore.setState(({ query }) => ({ highlights: [], query: { ...query, text: '' } }));
  }

  #linesOf(finder: TextFinder): LineSearch {
    const { logStore, settingsStore, reading } = this.#parts;
    return new LineSearch(
      finder,
      () => logStore.getState(),
      reading(rowLook(settingsStore.getState(), this.#isNarrow)),
    );
  }

  /** Rows are written otherwise from now on. */
  #readAgain(): void {
    for (const search of this.#searches()) search.lines = this.#linesOf(search.lines.finder);
    this.#plan();
  }

  #searches(): readonly Search[] {
    return [...(this.#search === undefined ? [] : [this.#search]), ...this.#kept.values()];
  }

  #plan(): void {
    if (this.#isPlanned || this.#searches().length === 0) return;
    this.#isPlanned = true;
    this.#parts.slicing.soon(() => {
      this.#isPlanned = false;
      this.#work();
    });
  }

  /** Goes on looking for a while, and tells how far it came. */
  #work(forMs = SLICE_MS): void {
    const { slicing } = this.#parts;
    const until = slicing.now() + forMs;
    const isOver = (): boolean => slicing.now() >= until;
    let isDone = true;
    for (const search of this.#searches()) isDone = search.lines.look(isOver) && isDone;
    const search = this.#search;
    if (search !== undefined && this.#waiting !== undefined && (search.lines.count > 0 || search.lines.isDone)) {
      const step = this.#waiting;
      this.#waiting = undefined;
      this.#settle(search);
      this.#go(search, step);
    }
    if (isDone || slicing.now() - this.#publishedAt >= NEWS_MS) this.#publish();
    if (!isDone) this.#plan();
  }

  #publish(): void {
    const { findStore, slicing } = this.#parts;
    this.#publishedAt = slicing.now();
    const state = findStore.getState();
    if (this.#search !== undefined) {
      this.#settle(this.#search);
      const matches = matchesOf(this.#search);
      if (!isSame(matches, state.matches)) findStore.setState({ matches });
    }
    const highlights = state.highlights.map((highlight) => {
      const search = this.#kept.get(highlight.colour);
      if (search === undefined) return highlight;
      this.#settle(search);
      const matches = matchesOf(search);
      return isSame(matches, highlight) ? highlight : { ...highlight, ...matches };
    });
    if (highlights.some((highlight, index) => highlight !== state.highlights[index]))
      findStore.setState({ highlights });
  }

  /** Keeps the reader's match on its line; where that is gone, the next one takes its place. */
  #settle(search: Search): void {
    const { lines, place } = search;
    if (place === undefined || !lines.isDone) return;
    const { buffer } = this.#parts.logStore.getState();
    const here = { ...place, seq: Number.isFinite(place.seq) ? buffer.currentSeq(place.seq) : place.seq };
    search.place = here;
    if (lines.ordinalOf(here) > 0) return;
    const next = lines.step({ seq: here.seq, index: -1 }, 1) ?? lines.step(BEHIND_ALL, -1);
    if (next === undefined) return;
    const inView = rowsInView();
    search.place = next;
    search.isSeen = inView !== undefined && next.seq >= inView.first && next.seq <= inView.last;
    if (search.isSeen && search === this.#search) this.#mark(search, next, false);
  }

  #go(search: Search, step: -1 | 1): void {
    const { lines, place = BEFORE_ALL, isSeen } = search;
    const isFirst = !isSeen && step === 1 && lines.ordinalOf(place) > 0;
    const onward = isFirst ? place : lines.step(place, step);
    const next = onward ?? lines.step(step === 1 ? BEFORE_ALL : BEHIND_ALL, step);
    if (next === undefined) return this.#tell('No matches.');
    search.place = next;
    search.isSeen = true;
    this.#tell(onward === undefined ? wrapped(step) : '');
    const unfolds = this.#mark(search, next, true);
    this.#show(next.seq, { keepsFocus: true, unfolds });
    this.#publish();
  }

  /** Says which match is the current one. Answers whether its message has to be unfolded for it to be seen. */
  #mark({ lines }: Search, place: MatchPlace, isGoal: boolean): boolean {
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
  #show(seq: number, how: { readonly keepsFocus: boolean; readonly unfolds?: boolean }): void {
    const { logStore, streamStore, openLine } = this.#parts;
    logStore.letGo();
    const entry = logStore.getState().buffer.at(seq);
    if (streamStore.getState().opened !== undefined && entry?.kind === 'line') openLine(entry.id, seq);
    logStore.reveal({ seq, ...how });
  }

  #tell(text: string): void {
    this.#parts.findStore.setState({ news: text === '' ? undefined : { text } });
  }
}

function wrapped(step: -1 | 1): string {
  return step === 1 ? 'Wrapped to the top.' : 'Wrapped to the end.';
}

function matchesOf({ lines, place }: Search): Matches {
  return { count: lines.count, current: place === undefined ? 0 : lines.ordinalOf(place), isDone: lines.isDone };
}

function isSame(one: Matches, other: Matches): boolean {
  return one.count === other.count && one.current === other.current && one.isDone === other.isDone;
}

async function compileRegex(query: FindQuery): Promise<CompiledFind> {
  try {
    return compileFind(query, await regexEngine.get());
  } catch {
    return { ok: false, message: 'What reads regular expressions could not be loaded: the server did not send it.' };
  }
}
