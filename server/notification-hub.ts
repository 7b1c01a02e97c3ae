import type { NotificationMessage } from '../src/protocol/index.ts';
import type { LogStore } from './storage/log-store.ts';

export type NotificationListener = (notification: NotificationMessage, message: string) => void;

/** Keeps notifications and hands them to everyone who listens. */
export class NotificationHub {
  readonly #store: LogStore;
  readonly #onFailure: (message: string) => void;
  readonly #listeners = new Set<NotificationListener>();

  constructor(store: LogStore, onFailure: (message: string) => void) {
    this.#store = store;
    this.#onFailure = onFailure;
  }

  subscribe(listener: NotificationListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A notification that cannot be kept is still shown: an alert matters more than its history. */
  publish(notification: NotificationMessage): void {
    try {
      this.#store.appendNotification(notification);
    } catch (cause) {
      this.#onFailure(`A notification could not be kept: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
    const message = JSON.stringify(notification);
    for (const listener of this.#listeners) listener(notification, message);
  }
}
