/**
 * A listener. What it answers is of no account, so that `(end) => end.error && signIn()` is one. It may be asynchronous: what
 * its promise rejects with is reported like what it throws.
 */
export type Listener<Payload> = (payload: Payload) => unknown;

/**
 * Listeners by name of event. One that throws, or whose promise rejects, harms neither the stream nor the other
 * listeners: it is reported.
 */
export class Listeners<Events extends object> {
  readonly #byName: { [Name in keyof Events]?: Set<Listener<Events[Name]>> } = {};
  readonly #onFailure: (name: keyof Events, cause: unknown) => void;

  constructor(onFailure: (name: keyof Events, cause: unknown) => void) {
    this.#onFailure = onFailure;
  }

  /** Answers what takes the listener away again. One function registered twice is called once. */
  add<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): () => void {
    const listeners = this.#of(name) ?? new Set<Listener<Events[Name]>>();
    this.#byName[name] = listeners;
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }

  has(name: keyof Events): boolean {
    return (this.#of(name)?.size ?? 0) > 0;
  }

  emit<Name extends keyof Events>(name: Name, payload: Events[Name]): void {
    for (const listener of this.#of(name) ?? []) {
      try {
        const result = listener(payload);
        if (result instanceof Promise) result.catch((cause: unknown) => this.#onFailure(name, cause));
      } catch (cause) {
        this.#onFailure(name, cause);
      }
    }
  }

  #of<Name extends keyof Events>(name: Name): Set<Listener<Events[Name]>> | undefined {
    return Object.hasOwn(this.#byName, name) ? this.#byName[name] : undefined;
  }
}
