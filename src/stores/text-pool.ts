/** Says that a text has no number. */
export const NOT_POOLED = 0xffff;
const MAX_LENGTH = 256;

/** Texts that come again and again, such as levels and sources, kept once and known by 16-bit numbers. */
export class TextPool {
  readonly #numbers = new Map<string, number>();
  readonly #texts: string[] = [];
  readonly #maxTexts: number;

  constructor(maxTexts = 4_096) {
    this.#maxTexts = Math.min(maxTexts, NOT_POOLED);
  }

  /** The number of a text; `NOT_POOLED` where it is too long to be a name, or there are too many already. */
  put(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    if (text.length > MAX_LENGTH || this.#texts.length >= this.#maxTexts) return NOT_POOLED;
    this.#numbers.set(text, this.#texts.length);
    this.#texts.push(text);
    return this.#texts.length - 1;
  }

  get(number: number): string {
    return this.#texts[number] ?? '';
  }
}
