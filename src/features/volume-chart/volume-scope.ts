import type { LogStore } from '../../stores/index.ts';
import { Volume } from '../../stores/volume.ts';
import { EMPTY_PICTURE, pictureOf, type VolumePicture } from './volume-picture.ts';
import type { TimeRange } from './time-axis.ts';

/** The clock of the page, handed in so that tests can drive it. */
export interface ScopeClock {
  now(): number;
  after(delayMs: number, callback: () => void): () => void;
  isHidden(): boolean;
  /** Calls back when the page is hidden or seen again; answers how to end that. */
  onVisibility(callback: () => void): () => void;
}

/** Five times a second: a bar that grows is seen to grow, and the frames are left to the lines. */
const INTERVAL_MS = 200;
/** A million lines are counted in slices that a frame can hold beside all else. */
const SLICE_MS = 3;
/** Whoever presses a key or a button waits so long for the newest counts. */
const REFRESH_MS = 20;
const NEXT_SLICE_MS = 16;
const LIVE_UNIT_MS = 100;
const MOST_BARS = 200;

/** Keeps a picture of the volume up to date while somebody can see it. */
export class VolumeScope {
  readonly #store: LogStore;
  readonly #clock: ScopeClock;
  readonly #volume: Volume;
  readonly #listeners = new Set<() => void>();
  #picture = EMPTY_PICTURE;
  #frozen: Partial<TimeRange> | undefined;
  #mostBars = MOST_BARS;
  #isStale = true;
  #cancel: (() => void) | undefined;
  #lastAt = -Infinity;

  constructor(store: LogStore, clock: ScopeClock = pageClock) {
    this.#store = store;
    this.#clock = clock;
    const { buffer, view } = store.getState();
    this.#volume = new Volume(buffer, view);
    this.#volume.countBy(LIVE_UNIT_MS);
  }

  readonly picture = (): VolumePicture => this.#picture;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Follows the store until told to stop. */
  watch(): () => void {
    let { version } = this.#store.getState();
    const stopStore = this.#store.subscribe((state) => {
      if (state.version === version) return;
      version = state.version;
      this.#changed();
    });
    const stopVisibility = this.#clock.onVisibility(() => {
      this.#cancel?.();
      this.#cancel = undefined;
      if (this.#isStale) this.#plan(0);
    });
    this.#changed();
    return () => {
      stopStore();
      stopVisibility();
      this.#cancel?.();
      this.#cancel = undefined;
    };
  }

  /** `frozen`: the bounds of a stretch that stands still, where it has some; `undefined` for a live stream. */
  show(frozen: Partial<TimeRange> | undefined): void {
    this.#frozen = frozen;
    this.#changed();
  }

  resize(mostBars: number): void {
    const bars = Math.min(MOST_BARS, mostBars);
    if (bars === this.#mostBars) return;
    this.#mostBars = bars;
    this.#changed();
  }

  /** Makes the picture as of now, for who acts on it. */
  refresh(): void {
    if (this.#isStale) this.#renew(REFRESH_MS);
  }

  /** Number of the first line that is shown of a stretch of time. */
  firstLine({ from, to }: TimeRange): number | undefined {
    // What was found must still be there.
    return this.#volume.catchUp(() => false) ? this.#volume.firstLine(from, to) : undefined;
  }

  #changed(): void {
    this.#isStale = true;
    this.#plan(this.#lastAt + INTERVAL_MS - this.#clock.now());
  }

  #plan(delayMs: number): void {
    if (this.#cancel !== undefined || this.#clock.isHidden()) return;
    this.#cancel = this.#clock.after(Math.max(0, delayMs), () => {
      this.#cancel = undefined;
      this.#renew(SLICE_MS);
    });
  }

  #renew(sliceMs: number): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#lastAt = this.#clock.now();
    const until = this.#lastAt + sliceMs;
    const isWhole = this.#volume.catchUp(() => this.#clock.now() >= until);
    const { buffer, ledger } = this.#store.getState();
    if (!isWhole) return this.#plan(NEXT_SLICE_MS);
    const { picture, narrowerUnitMs } = pictureOf(this.#volume, {
      frozen: this.#frozen,
      mostBars: this.#mostBars,
      stepMs: this.#picture.axis?.stepMs,
      absences: buffer.absences(),
      heldBack: ledger.heldBack,
      unlooked: ledger.unlooked,
    });
    if (narrowerUnitMs !== undefined && this.#volume.canCountBy(narrowerUnitMs)) {
      this.#volume.countBy(narrowerUnitMs);
      return this.#plan(0);
    }
    this.#isStale = false;
    const { axis } = this.#picture;
    // Whoever asks only for the axis is told of none that is the same.
    const isSame = axis?.fromMs === picture.axis?.fromMs && axis?.stepMs === picture.axis?.stepMs;
    this.#picture = isSame && axis?.count === picture.axis?.count ? { ...picture, axis } : picture;
    for (const listener of this.#listeners) listener();
  }
}

const pageClock: ScopeClock = {
  now: () => performance.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
  isHidden: () => document.hidden,
  onVisibility(callback) {
    document.addEventListener('visibilitychange', callback);
    return () => document.removeEventListener('visibilitychange', callback);
  },
};
