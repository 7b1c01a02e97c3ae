import type { EmitEvent } from './continuity.ts';

/** A gap is shown by then, even if no line has come that would end it. */
const PATIENCE_MS = 2_000;

interface Gap {
  readonly from: number;
  readonly reason: string;
  readonly lost: number | undefined;
  until: number;
}

/** A gap that was found and whose end is not known yet: it ends with the next line, or after a while with the present time. */
export class OpenGap {
  readonly #emit: EmitEvent;
  #gap: Gap | undefined;

  constructor(emit: EmitEvent) {
    this.#emit = emit;
  }

  /** When it is ended without a line, in clock milliseconds; `undefined` while there is none. */
  get deadline(): number | undefined {
    return this.#gap?.until;
  }

  /** Opens a gap at a time of the server's clock; one that is open already takes it in. */
  open(from: number, reason: string, lost: number | undefined, now: number): void {
    const earlier = this.#gap;
    if (earlier === undefined) {
      this.#gap = { from, reason, lost, until: now + PATIENCE_MS };
      return;
    }
    const isKnown = earlier.lost !== undefined && lost !== undefined;
    this.#gap = { ...earlier, lost: isKnown ? (earlier.lost ?? 0) + (lost ?? 0) : undefined };
  }

  /** The next line is about to be handed on, or time is up. `to` is a time of the server's clock. */
  close(to: number): void {
    const gap = this.#gap;
    if (gap === undefined) return;
    this.#gap = undefined;
    const { from, reason, lost } = gap;
    this.#emit({ kind: 'gap', from, to: to > from ? to : from, reason, lost });
  }

  look(now: number, serverTime: number): void {
    if (this.#gap !== undefined && now >= this.#gap.until) this.close(serverTime);
  }

  forget(): void {
    this.#gap = undefined;
  }

  clockSetBack(byMs: number): void {
    if (this.#gap !== undefined) this.#gap.until -= byMs;
  }
}
