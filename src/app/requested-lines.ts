import type { GapFilling, LogStore, OpenedLine, StreamStore } from '../stores/index.ts';
import { loadWhenUsed, type LaterPart } from '../ui/later-part.ts';
import type { GapFiller } from './gap-filler.ts';
import type * as LineLoaders from './line-loaders.ts';
import type { LineOpener, LineOpenerOptions } from './line-opener.ts';
import type { OlderLinesLoader } from './older-lines.ts';
import type { RestCalls } from './rest-calls.ts';

type Loaders = typeof LineLoaders;

interface Made {
  readonly opener: LineOpener;
  readonly gapFiller: GapFiller;
  readonly olderLines: OlderLinesLoader;
}

/** How it is said at its place that something was asked for and waits, that it does so no more, and that it is in vain. */
interface Said {
  readonly begun: () => void;
  readonly dropped: () => void;
  readonly failed: () => void;
}

export interface RequestedLinesOptions {
  readonly logStore: LogStore;
  readonly streamStore: StreamStore;
  /** `undefined` while nobody is signed in. */
  readonly rest: () => RestCalls | undefined;
  /** A line that is kept although it may be held no longer: one that is bookmarked. */
  readonly kept?: NonNullable<LineOpenerOptions['kept']>;
  /** The last gap of the list was filled. */
  readonly onAllGapsFilled: () => void;
}

const NOT_LOADED = 'this part of the page was not sent by the server';
const FILLING = { kind: 'filling', fetched: 0 } as const;
const NOT_FILLING = { kind: 'open' } as const;
const lineLoaders = loadWhenUsed(() => import('./line-loaders.ts'));

/**
 * The lines that a person asks for: one to open, those of a gap, older ones, evicted ones. What gets them is loaded with the
 * first request or before it, in idle time; from then on each request is carried out at once.
 */
export class RequestedLines {
  readonly #options: RequestedLinesOptions;
  readonly #part: LaterPart<Loaders>;
  #made: Made | undefined;
  /** What waits for the loading is dropped when another line is opened, or another stream. */
  #opening = 0;
  #stream = 0;
  /** What was asked for and waits for the loading. */
  readonly #waiting = new Map<string, Said>();

  constructor(options: RequestedLinesOptions, part: LaterPart<Loaders> = lineLoaders) {
    this.#options = options;
    this.#part = part;
  }

  open(id: string, seq?: number): void {
    const { streamStore } = this.#options;
    this.#opening += 1;
    const opening = this.#opening;
    if (this.#madeNow() === undefined) {
      const aroundSourceOnly = streamStore.getState().opened?.aroundSourceOnly ?? false;
      const loading = { kind: 'loading' } as const;
      streamStore.setState({
        opened: { id, seq, content: loading, around: loading, aroundSourceOnly, aroundRadius: 0 },
      });
    }
    this.#with(
      () => opening === this.#opening,
      ({ opener }) => opener.open(id, seq),
      () => this.#sayNotOpened(),
    );
  }

  close(): void {
    this.#opening += 1;
    if (this.#made === undefined) this.#options.streamStore.setState({ opened: undefined });
    else this.#made.opener.close();
  }

  /** Only an opened line has lines around it: what shows them is there. */
  showAround(isSourceOnly: boolean): void {
    this.#made?.opener.showAround(isSourceOnly);
  }

  showMoreAround(): void {
    this.#made?.opener.showMoreAround();
  }

  async textAsRead(): Promise<string | undefined> {
    return await this.#made?.opener.textAsRead();
  }

  fillGap(gapId: number): void {
    const say = (filling: GapFilling): void => this.#options.logStore.setGapFilling([gapId], filling);
    this.#ask(`gap ${gapId}`, ({ gapFiller }) => void gapFiller.fill(gapId), {
      begun: () => say(FILLING),
      dropped: () => say(NOT_FILLING),
      failed: () => say({ kind: 'unfilled', message: `could not be fetched: ${NOT_LOADED}` }),
    });
  }

  loadOlder(): void {
    const { logStore } = this.#options;
    this.#ask('older', ({ olderLines }) => void olderLines.loadOlder(), {
      begun: () => logStore.setOlder({ kind: 'loading' }),
      dropped: () => logStore.setOlder({ kind: 'open' }),
      failed: () => logStore.setOlder({ kind: 'failed', message: NOT_LOADED }),
    });
  }

  restoreEvicted(seq: number): void {
    const say = (filling: GapFilling): void => this.#options.logStore.setEvictedFilling(seq, filling);
    this.#ask(`evicted ${seq}`, ({ olderLines }) => void olderLines.restore(seq), {
      begun: () => say(FILLING),
      dropped: () => say(NOT_FILLING),
      failed: () => say({ kind: 'unfilled', message: `could not be loaded: ${NOT_LOADED}` }),
    });
  }

  /** Another stream or filter: what is under way, but for the opened line, was asked for the one before. */
  cancel(): void {
    this.#stream += 1;
    for (const { dropped } of this.#waiting.values()) dropped();
    this.#waiting.clear();
    this.#made?.gapFiller.cancel();
    this.#made?.olderLines.cancel();
  }

  /** Where what fetches has to be loaded first, that there is work under way is said from the press on. */
  #ask(what: string, carryOut: (made: Made) => void, said: Said): void {
    const made = this.#madeNow();
    if (made !== undefined) return carryOut(made);
    if (this.#waiting.has(what)) return undefined;
    this.#waiting.set(what, said);
    said.begun();
    const stream = this.#stream;
    const goOn = (run: () => void): void => {
      this.#waiting.delete(what);
      run();
    };
    void this.#whenLoaded(
      () => stream === this.#stream,
      // What fetches says for itself how far it is.
      (loaded) =>
        goOn(() => {
          said.dropped();
          carryOut(loaded);
        }),
      () => goOn(said.failed),
    );
    return undefined;
  }

  #with(isStillWanted: () => boolean, carryOut: (made: Made) => void, fail: () => void): void {
    const made = this.#madeNow();
    if (made !== undefined) return carryOut(made);
    void this.#whenLoaded(isStillWanted, carryOut, fail);
  }

  async #whenLoaded(isStillWanted: () => boolean, carryOut: (made: Made) => void, fail: () => void): Promise<void> {
    let goOn = fail;
    try {
      const made = this.#make(await this.#part.get());
      goOn = () => carryOut(made);
    } catch {
      // Whoever still waits for it is told below.
    }
    if (isStillWanted()) goOn();
  }

  /** What is loaded already needs no waiting. */
  #madeNow(): Made | undefined {
    const { state } = this.#part;
    return state.kind === 'loaded' ? this.#make(state.value) : undefined;
  }

  #make({ GapFiller, LineOpener, OlderLinesLoader }: Loaders): Made {
    const { onAllGapsFilled, ...shared } = this.#options;
    this.#made ??= {
      opener: new LineOpener(shared),
      gapFiller: new GapFiller({ ...shared, onAllFilled: onAllGapsFilled }),
      olderLines: new OlderLinesLoader(shared),
    };
    return this.#made;
  }

  #sayNotOpened(): void {
    const { streamStore } = this.#options;
    const { opened } = streamStore.getState();
    if (opened === undefined) return;
    const message = `The line could not be opened: ${NOT_LOADED}.`;
    const missing: Pick<OpenedLine, 'content' | 'around'> = {
      content: { kind: 'missing', message, canRetry: true },
      around: { kind: 'missing', message: '' },
    };
    streamStore.setState({ opened: { ...opened, ...missing } });
  }
}
