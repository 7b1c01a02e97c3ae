export type PartState<Value> =
  | { readonly kind: 'absent' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly value: Value }
  | { readonly kind: 'failed' };

const ABSENT = { kind: 'absent' } as const;
const LOADING = { kind: 'loading' } as const;
const FAILED = { kind: 'failed' } as const;

const parts: LaterPart<unknown>[] = [];

/** A part of the page that the first line does without: it is loaded in idle time, or when it is used. */
export class LaterPart<Value> {
  readonly #import: () => Promise<Value>;
  readonly #listeners = new Set<() => void>();
  #state: PartState<Value> = ABSENT;
  #loading: Promise<Value> | undefined;
  #isWanted = false;

  constructor(load: () => Promise<Value>) {
    this.#import = load;
  }

  get state(): PartState<Value> {
    return this.#state;
  }

  /** Loads it unless it is there; rejects where it cannot be loaded. The next call tries again. */
  get(): Promise<Value> {
    if (this.#state.kind === 'loaded') return Promise.resolve(this.#state.value);
    this.#loading ??= this.#load();
    return this.#loading;
  }

  /** Loads it ahead of its use. That this fails is nobody's concern yet: its use will try again. */
  async preload(): Promise<void> {
    await this.get().catch(() => undefined);
  }

  /** Somebody waits for it: a failure is said from now on. */
  want(): void {
    this.#isWanted = true;
    void this.preload();
  }

  /** Nobody waits for it any longer. */
  giveUp(): void {
    this.#isWanted = false;
    if (this.#state.kind === 'failed') this.#change(ABSENT);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  async #load(): Promise<Value> {
    forgetBrokenStyles();
    this.#change(LOADING);
    try {
      const value = await this.#import();
      this.#change({ kind: 'loaded', value });
      return value;
    } catch (error) {
      this.#change(this.#isWanted ? FAILED : ABSENT);
      throw error;
    } finally {
      this.#loading = undefined;
      this.#isWanted = false;
    }
  }

  #change(state: PartState<Value>): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

/** Says what is loaded later, and from where. */
export function loadWhenUsed<Value>(load: () => Promise<Value>): LaterPart<Value> {
  const part = new LaterPart(load);
  parts.push(part);
  return part;
}

/** Loads all parts, one after the other, while the page has nothing better to do; a loaded page needs its server no more. */
export async function preloadParts(whenIdle: () => Promise<void>): Promise<void> {
  for (const part of parts) {
    await whenIdle();
    await part.preload();
  }
}

let isWatching = false;

/** A style sheet whose link is there is not asked for again by the bundler's loader: one that did not come must leave no link. */
function forgetBrokenStyles(): void {
  if (isWatching || typeof document === 'undefined') return;
  isWatching = true;
  const forget = ({ target }: Event): void => {
    if (target instanceof HTMLLinkElement && target.rel === 'stylesheet') target.remove();
  };
  document.addEventListener('error', forget, { capture: true });
}
