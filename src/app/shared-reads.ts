/** The part of a `BroadcastChannel` that is used; a browser may lack or forbid it. */
export interface ReadChannel {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  close(): void;
}

export interface SharedReadsOptions {
  /** Opens the channel of this name between the tabs of this browser; may throw. */
  readonly open: (name: string) => ReadChannel;
  /** Notifications of these ids were read in another tab. */
  readonly onRead: (ids: readonly string[]) => void;
}

const MAX_IDS = 500;
const MAX_ID_LENGTH = 256;

/**
 * Tells the other tabs of this browser which notifications were read here: ids and nothing else, and only among tabs that
 * show the same tenant of the same server. Where there is no channel each tab keeps its own count.
 */
export class SharedReads {
  readonly #options: SharedReadsOptions;
  #channel: ReadChannel | undefined;

  constructor(options: SharedReadsOptions) {
    this.#options = options;
  }

  /** Begins to talk with the tabs of this scope, and no longer with those of another. */
  join(scope: string): void {
    this.leave();
    try {
      const channel = this.#options.open(`neurallog read ${scope}`);
      channel.addEventListener('message', ({ data }) => {
        const ids = idsIn(data);
        if (ids.length > 0) this.#options.onRead(ids);
      });
      this.#channel = channel;
    } catch {
      this.#channel = undefined;
    }
  }

  leave(): void {
    this.#channel?.close();
    this.#channel = undefined;
  }

  tell(ids: readonly string[]): void {
    const shared = ids.filter(isId);
    for (let at = 0; at < shared.length; at += MAX_IDS) this.#channel?.postMessage(shared.slice(at, at + MAX_IDS));
  }
}

/** Any page of this origin can post anything. */
function idsIn(data: unknown): string[] {
  return Array.isArray(data) && data.length <= MAX_IDS ? data.filter(isId) : [];
}

function isId(id: unknown): id is string {
  return typeof id === 'string' && id !== '' && id.length <= MAX_ID_LENGTH;
}
