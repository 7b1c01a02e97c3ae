/** Where lines go. Slow readers are waited for, and one that has left (`| head`) is no error. */
export class Output {
  readonly #stream: NodeJS.WritableStream;
  readonly #onShut: () => void;
  #failure: Error | undefined;
  #isGone = false;
  #wake: (() => void) | undefined;

  /**
   * `onShut` is called once nothing that is written gets anywhere any more. Of a pipe that is known from the first line on that
   * was written in vain: the platform says nothing of a reader that leaves while there is nothing to write.
   */
  constructor(stream: NodeJS.WritableStream, onShut: () => void) {
    this.#stream = stream;
    this.#onShut = onShut;
    stream.on('error', (error: Error) => {
      const code = 'code' in error ? error.code : undefined;
      if (code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED') this.#isGone = true;
      else this.#failure = error;
      this.#shut();
    });
    stream.on('close', () => {
      this.#isGone = true;
      this.#shut();
    });
    stream.on('drain', () => this.#wake?.());
  }

  /** Whether anything that is written still gets anywhere. */
  get isOpen(): boolean {
    return !this.#isGone && this.#failure === undefined;
  }

  /** Why writing failed, where that is worth telling. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** Nothing more is to be written: nobody waits for a slow reader any longer. */
  abandon(): void {
    this.#isGone = true;
    this.#wake?.();
  }

  /** Resolves when more may be written, or when there is no use in it. */
  async write(text: string): Promise<void> {
    if (!this.isOpen || this.#stream.write(text)) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#wake = undefined;
  }

  /** Resolves when everything that was written has left the program. */
  async flushed(): Promise<void> {
    if (!this.isOpen) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      this.#stream.write('', () => resolve());
    });
  }

  #shut(): void {
    this.#wake?.();
    this.#onShut();
  }
}
