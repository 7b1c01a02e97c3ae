/** How long a wait lasts before it fails. Generous: it is reached only where something is wrong. */
const WAIT_MS = 10_000;

/** Takes an item if it is what is waited for, and says whether it did. */
type Waiter<Item> = (item: Item) => boolean;

/**
 * Things that arrive and are waited for, in order. A wait that is not fulfilled fails, and says what came instead; it
 * never resolves by running out of time.
 */
export class Mailbox<Item> {
  readonly #name: string;
  readonly #describe: (item: Item) => string;
  readonly #items: Item[] = [];
  readonly #waiters: Waiter<Item>[] = [];

  constructor(name: string, describe: (item: Item) => string) {
    this.#name = name;
    this.#describe = describe;
  }

  put(item: Item): void {
    const taker = this.#waiters.findIndex((takes) => takes(item));
    if (taker === -1) this.#items.push(item);
    else this.#waiters.splice(taker, 1);
  }

  /** What has arrived and was not taken yet, oldest first. */
  get untaken(): readonly Item[] {
    return this.#items;
  }

  /** Takes the first item, now or when it arrives. */
  next(wanted: string, timeoutMs?: number): Promise<Item> {
    return this.nextWhere(wanted, (_item): _item is Item => true, timeoutMs);
  }

  /** Takes the first item that is accepted, now or when it arrives. What is not accepted stays for others. */
  nextWhere<Wanted extends Item>(
    wanted: string,
    accepts: (item: Item) => item is Wanted,
    timeoutMs = WAIT_MS,
  ): Promise<Wanted> {
    const here = this.#items.find(accepts);
    if (here !== undefined) {
      this.#items.splice(this.#items.indexOf(here), 1);
      return Promise.resolve(here);
    }
    return new Promise((resolve, reject) => {
      const waiter: Waiter<Item> = (item) => {
        if (!accepts(item)) return false;
        clearTimeout(timer);
        resolve(item);
        return true;
      };
      const timer = setTimeout(() => {
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
        reject(new Error(`Waited ${timeoutMs} ms for ${wanted} on ${this.#name}; ${this.#whatCame()}.`));
      }, timeoutMs);
      this.#waiters.push(waiter);
    });
  }

  #whatCame(): string {
    if (this.#items.length === 0) return 'nothing came';
    const shown = this.#items.slice(-10).map(this.#describe).join(', ');
    return `what came instead: ${this.#items.length > 10 ? `… (${this.#items.length} in all) ` : ''}${shown}`;
  }
}
