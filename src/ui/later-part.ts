import { loadStyle, takeBrokenStyles } from './broken-styles.ts';

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
  #brokenStyles: readonly string[] = [];

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
    // That it could not be loaded is being said: only the answer to that tries again.
    if (this.#state.kind !== 'failed') await this.get().catch(() => undefined);
  }

  /** Somebody waits for it: a failure is said from now on. */
  want(): void {
    this.#isWanted = true;
    this.get().catch(() => undefined);
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
    this.#change(LOADING);
    try {
      const [value] = await Promise.all([this.#import(), ...this.#brokenStyles.map(loadStyle)]);
      this.#change({ kind: 'loaded', value });
      return value;
    } catch (error) {
      this.#brokenStyles = takeBrokenStyles();
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
