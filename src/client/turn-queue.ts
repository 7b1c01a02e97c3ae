/**
 * Takes inputs one at a time and hands out what each caused before the next is taken. A driver may therefore call back from
 * within an effect (a socket that fails at once, a store that answers an event with a command) without the machine ever
 * being seen, or changed, half way through a transition.
 */
export class TurnQueue<Effect> {
  readonly #output: (effect: Effect) => void;
  #inputs: (() => void)[] = [];
  #effects: Effect[] = [];
  #isRunning = false;

  constructor(output: (effect: Effect) => void) {
    this.#output = output;
  }

  emit(effect: Effect): void {
    this.#effects.push(effect);
  }

  run(input: () => void): void {
    this.#inputs.push(input);
    if (this.#isRunning) return;
    this.#isRunning = true;
    try {
      for (;;) {
        this.#handOut();
        const next = this.#inputs.shift();
        if (next === undefined) break;
        next();
      }
    } finally {
      this.#isRunning = false;
    }
  }

  #handOut(): void {
    for (let effect = this.#effects.shift(); effect !== undefined; effect = this.#effects.shift()) this.#output(effect);
  }
}
