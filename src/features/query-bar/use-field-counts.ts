import { useEffect, useEffectEvent, useState } from 'react';
import type { Field } from '../../query/index.ts';
import { CHUNK_SIZE, useLogs } from '../../stores/index.ts';
import { FieldTally, type CountedValue } from './field-tally.ts';
import type { HeldRange } from './newest-lines.ts';

/** Short enough for a frame to hold it beside all else. */
const SLICE_MS = 6;
/** Between two slices the page has as long for itself. */
const PAUSE_MS = 8;
/** How long a count stands at least; it is taken anew at a twentieth of the time at most. */
const MIN_REST_MS = 2_000;
const REST_PER_COUNT = 20;
/** More than anybody reads through. */
const MAX_VALUES = 200;
const STRIDE = 64;

export interface FieldCounts {
  readonly values: readonly CountedValue[];
  /** How many different values there are beyond those. */
  readonly hidden: number;
  readonly lines: number;
  readonly linesWith: number;
  readonly others: number;
}

/** Goes through all that is held, from the newest line back, a slice at a time. */
export class FieldCount {
  readonly #buffer: HeldRange;
  readonly #tally: FieldTally;
  #seq: number;

  constructor(buffer: HeldRange, field: Field) {
    this.#buffer = buffer;
    this.#tally = new FieldTally(field);
    this.#seq = buffer.endSeq - 1;
  }

  /** Goes on until the time is over; answers whether it is done. */
  step(isOver: () => boolean): boolean {
    const { firstSeq } = this.#buffer;
    for (let looked = 1; this.#seq >= firstSeq; looked += 1) {
      const chunk = this.#buffer.chunkAt(this.#seq);
      const offset = this.#seq % CHUNK_SIZE;
      if (chunk === undefined) this.#seq -= offset;
      else if (chunk.holds(offset)) this.#tally.add(chunk, offset);
      this.#seq -= 1;
      if (looked % STRIDE === 0 && isOver()) return this.#seq < firstSeq;
    }
    return true;
  }

  result(): FieldCounts {
    const { lines, linesWith, others } = this.#tally;
    const values = this.#tally.values();
    return {
      values: values.slice(0, MAX_VALUES),
      hidden: Math.max(0, values.length - MAX_VALUES),
      lines,
      linesWith,
      others,
    };
  }
}

/** The values of a field over all lines that are held, counted anew from time to time; `undefined` until the first count is done. */
export function useFieldCounts(field: Field): FieldCounts | undefined {
  const buffer = useLogs((logs) => logs.buffer);
  const [counts, setCounts] = useState<FieldCounts>();
  const begin = useEffectEvent(() => new FieldCount(buffer, field));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let count = begin();
    let spent = 0;
    const slice = (): void => {
      const start = performance.now();
      const isDone = count.step(() => performance.now() - start >= SLICE_MS);
      spent += performance.now() - start;
      if (!isDone) {
        timer = setTimeout(slice, PAUSE_MS);
        return;
      }
      setCounts(count.result());
      timer = setTimeout(
        () => {
          count = begin();
          spent = 0;
          slice();
        },
        Math.max(MIN_REST_MS, spent * REST_PER_COUNT),
      );
    };
    slice();
    return () => clearTimeout(timer);
  }, []);
  return counts;
}
