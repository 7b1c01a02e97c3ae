import { rowLook } from '../features/log-viewer/log-viewer.tsx';
import {
  HIGHLIGHT_COLOURS,
  NOTHING_FOUND,
  type FindQuery,
  type FindRequest,
  type Highlight,
  type Matches,
  type RowReading,
  type SessionStore,
  type SettingsStore,
  type Slicing,
  type TextFinder,
} from '../stores/index.ts';
import { compileFind, LineSearch, type CompiledFind } from '../stores/line-search.ts';
import { isNarrow } from '../ui/use-is-narrow.ts';
import { stepToError } from './error-steps.ts';
import { isSame, PlacedSearch } from './placed-search.ts';
import { regexEngine } from './query-compiler.ts';
import { rowsInView } from './rows-in-view.ts';
import { rehearseSearch } from './search-rehearsal.ts';
import { ShownFind, wrapped, type ShownFindParts } from './shown-find.ts';

export interface FindingParts extends ShownFindParts {
  readonly settingsStore: SettingsStore;
  readonly sessionStore: SessionStore;
  readonly slicing: Slicing;
  readonly reading: (look: ReturnType<typeof rowLook>) => RowReading;
}

/** Short enough for a frame to hold it beside all else. */
const SLICE_MS = 10;
/** Whoever types waits for a frame in any case: most finds are done by then, and are drawn with it. */
const FIRST_SLICE_MS = 20;
/** How far a search is that takes long is told so often: drawing it takes time from the search. */
const NEWS_MS = 100;
const NOT_DONE: Matches = { ...NOTHING_FOUND, isDone: false };

/** Looks through what is shown for what the reader wants found, and keeps the counts true while lines come and go. */
export class Finding {
  readonly #parts: FindingParts;
  readonly #shown: ShownFind;
  #search: PlacedSearch | undefined;
  readonly #kept = new Map<number, PlacedSearch>();
  /** A step that waits for the first match to be found. */
  #waiting: -1 | 1 | undefined;
  #isPlanned = false;
  /** Of the rows of its pane; as the page is until that is told. */
  #isNarrow = isNarrow();
  #publishedAt = -Infinity;
  #asked = 0;
  #isRehearsed = false;

  constructor(parts: FindingParts) {
    this.#parts = parts;
    this.#shown = new ShownFind(parts);
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
        this.#resume();
        return this.#rehearse();
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

  #rehearse(): void {
    if (this.#isRehearsed || this.#search !== undefined) return;
    this.#isRehearsed = rehearseSearch({
      ...this.#parts,
      searchFor: (finder) => this.#linesOf(finder),
      isOver: () => this.#search !== undefined,
    });
  }

  #close(): void {
    this.#end();
    this.#parts.findStore.setState({ isOpen: false, focusWish: 0, problem: '', news: undefined });
  }

  #step(step: -1 | 1): void {
    const { findStore } = this.#parts;
    const { query } = findStore.getState();
    if (query.text === '') return this.#shown.tell('There is nothing to look for yet: / opens the field.');
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
    const highlight: Highlight = { colour, query, finder, ...search.matches };
    findStore.setState({
      query: { ...query, text: '' },
      finder: undefined,
      overview: undefined,
      matches: NOTHING_FOUND,
      highlights: [...highlights, highlight],
    });
    this.#shown.tell(`“${query.text}” stays marked.`);
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
    this.#asked += 1;
    const mine = this.#asked;
    await stepToError(logStore, slicing, this.#shown, { step, from, isOver: () => mine !== this.#asked });
  }

  async #begin(): Promise<void> {
    const { findStore } = this.#parts;
    const { query } = findStore.getState();
    this.#asked += 1;
    const mine = this.#asked;
    const anchor = this.#search?.place.seq ?? rowsInView()?.first ?? -Infinity;
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
    const search = new PlacedSearch(this.#linesOf(finder), anchor);
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

  #searches(): readonly PlacedSearch[] {
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
      const { matches } = this.#search;
      if (!isSame(matches, state.matches)) findStore.setState({ matches });
    }
    const highlights = state.highlights.map((highlight) => {
      const search = this.#kept.get(highlight.colour);
      if (search === undefined) return highlight;
      this.#settle(search);
      const { matches } = search;
      return isSame(matches, highlight) ? highlight : { ...highlight, ...matches };
    });
    if (highlights.some((highlight, index) => highlight !== state.highlights[index]))
      findStore.setState({ highlights });
  }

  #settle(search: PlacedSearch): void {
    const seen = search.settle(this.#parts.logStore.getState().buffer, rowsInView);
    if (seen !== undefined && search === this.#search) this.#shown.mark(search.lines, seen, false);
  }

  #go(search: PlacedSearch, step: -1 | 1): void {
    const next = search.step(step);
    if (next === undefined) return this.#shown.tell('No matches.');
    const { place, hasWrapped } = next;
    this.#shown.tell(hasWrapped ? wrapped(step) : '');
    const unfolds = this.#shown.mark(search.lines, place, true);
    this.#shown.show(place.seq, { keepsFocus: true, unfolds });
    this.#publish();
  }
}

async function compileRegex(query: FindQuery): Promise<CompiledFind> {
  try {
    return compileFind(query, await regexEngine.get());
  } catch {
    return { ok: false, message: 'What reads regular expressions could not be loaded: the server did not send it.' };
  }
}
