import type { ConnectionStats } from '../client/index.ts';
import type { Traffic } from '../stores/index.ts';

const WINDOW_MS = 5_000;

interface Sample {
  readonly at: number;
  readonly frames: number;
  readonly bytes: number;
}

/** Messages and bytes per second over the last five seconds, from counts that are looked at once a second. */
export class TrafficMeter {
  #samples: Sample[] = [];

  /** Takes a look at the counts; `now` in milliseconds. */
  measure({ frames, bytes }: Pick<ConnectionStats, 'frames' | 'bytes'>, now: number): Traffic {
    const last = this.#samples.at(-1);
    // Counts that went down belong to another connection, and a clock that did to another time.
    if (last !== undefined && (frames < last.frames || now < last.at)) this.#samples = [];
    this.#samples = [...this.#samples, { at: now, frames, bytes }];
    // One look from before the window stays, so that a window that was slept through is measured over its whole length.
    while ((this.#samples[1]?.at ?? now) <= now - WINDOW_MS) this.#samples.shift();
    const first = this.#samples[0];
    const seconds = first === undefined ? 0 : (now - first.at) / 1_000;
    if (first === undefined || seconds <= 0) return { messagesPerSecond: 0, bytesPerSecond: 0 };
    return { messagesPerSecond: (frames - first.frames) / seconds, bytesPerSecond: (bytes - first.bytes) / seconds };
  }
}
