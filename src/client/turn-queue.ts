/** Things that wait in a row, taken from its beginning without moving the others up. The places of those taken are used again. */
class Row<Item> {
  readonly #items: (Item | undefined)[] = [];
  #next = 0;
  #end = 0;

  add(item: Item): void {
    this.#items[this.#end] = item;
    this.#end += 1;
  }

  /** The next one; `undefined` when none is left. */
  take(): Item | undefined {
    if (this.#next === this.#end) return undefined;
    const item = this.#items[this.#next];
    this.#items[this.#next] = undefined;
    this.#next += 1;
    if (this.#next === this.#end) {
      this.#next = 0;
      this.#end = 0;
      // After a flood of them it need not stay as long.
      if (this.#items.length > MAX_KEPT_PLACES) this.#items.length = 0;
    }
    return item;
  }
}

const MAX_KEPT_PLACES = 1_024;

/**
 * Takes inputs one at a time and hands out what each caused before the next is taken. A driver may therefore call back from
 * within an effect (a socket that fails at once, a store that answers an event with a command) without the machine ever
 * being seen, or changed, half way through a transition.
 */
export class TurnQueue<Effect> {
  readonly #output: (effect: Effect) => void;
  readonly #inputs = new Row<() => void>();
  readonly #effects = new Row<Effect>();
  #isRunning = false;

  constructor(output: (effect: Effect) => void) {
    this.#output = output;
  }

  emit(effect: Effect): void {
    this.#effects.add(effect);
  }

  run(input: () => void): void {
    this.#inputs.add(input);
    if (this.#isRunning) return;
    this.#isRunning = true;
    try {
      for (;;) {
        this.#handOut();
        const next = this.#inputs.take();
        if (next === undefined) break;
        next();
      }
    } finally {
      this.#isRunning = false;
    }
  }

  #handOut(): void {
    for (let effect = this.#effects.take(); effect !== undefined; effect = this.#effects.take()) this.#output(effect);
  }
}
