import type { Filter, FilterScalar, StreamRequest } from '../protocol/index.ts';

/** What a stream is asked for with. */
export type Asked = Pick<StreamRequest, 'query' | 'filter'>;

/** A stretch of time, in milliseconds since 1970, `to` exclusive. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

interface Covered extends TimeSpan {
  readonly asked: Asked;
}

/** Of more stretches the oldest are forgotten: lines may be missing there under any query. */
const MAX_STRETCHES = 500;

/**
 * Remembers for which query and filter the lines of a time were asked for, so that it is known where others left lines out:
 * whatever was asked for with nothing less holds all lines of what is asked for now.
 */
export class StreamCoverage {
  /** In order of time, none over another. The last one goes on. */
  #stretches: Covered[] = [];

  /** Another stream begins: what comes of it is all there is. */
  restart(asked: Asked): void {
    this.#stretches = [{ from: -Infinity, to: Infinity, asked }];
  }

  /** All lines of this query and filter are held of a time; of others no more than these. */
  cover(span: TimeSpan, asked: Asked): void {
    // What was asked for with nothing less holds these too, and others.
    for (const { from, to } of this.missing(span.from, asked)) {
      const part = { from, to: Math.min(to, span.to) };
      this.#put(part, [{ ...part, asked }]);
    }
  }

  /** Nothing is known of a time. */
  uncover(span: TimeSpan): void {
    this.#put(span, []);
  }

  /** Where, from a time on, lines of this query and filter may be missing. */
  missing(since: number, asked: Asked): TimeSpan[] {
    const missing: TimeSpan[] = [];
    let from = since;
    for (const one of [...this.#stretches, { from: Infinity, to: Infinity, asked }]) {
      if (one.to <= from || !isWithin(asked, one.asked)) continue;
      if (one.from > from) missing.push({ from, to: one.from });
      from = one.to;
    }
    return missing;
  }

  #put(span: TimeSpan, stretches: readonly Covered[]): void {
    if (!(span.from < span.to)) return;
    const before = this.#stretches.map((one) => ({ ...one, to: Math.min(one.to, span.from) }));
    const behind = this.#stretches.map((one) => ({ ...one, from: Math.max(one.from, span.to) }));
    const joined: Covered[] = [];
    for (const one of [...before.filter(isThere), ...stretches, ...behind.filter(isThere)]) {
      const last = joined.at(-1);
      if (last?.to === one.from && isSame(last.asked, one.asked)) joined.splice(-1, 1, { ...last, to: one.to });
      else joined.push(one);
    }
    this.#stretches = joined.slice(-MAX_STRETCHES);
  }
}

function isThere({ from, to }: TimeSpan): boolean {
  return from < to;
}

function isSame(one: Asked, other: Asked): boolean {
  return isWithin(one, other) && isWithin(other, one);
}

/** Whether all that one query and filter let pass passes another one, as far as that can be told from what they say. */
function isWithin(narrow: Asked, wide: Asked): boolean {
  if (wide.query !== '' && wide.query !== narrow.query) return false;
  return Object.entries(wide.filter).every(([key, wanted]) => isPart(valueOf(narrow.filter, key), wanted));
}

function valueOf(filter: Filter, key: string): Filter[string] | undefined {
  return Object.hasOwn(filter, key) ? filter[key] : undefined;
}

function isPart(wanted: Filter[string] | undefined, wide: Filter[string]): boolean {
  return wanted !== undefined && anyOf(wanted).every((value) => anyOf(wide).includes(value));
}

function anyOf(wanted: Filter[string]): readonly FilterScalar[] {
  return isList(wanted) ? wanted : [wanted];
}

function isList(wanted: Filter[string]): wanted is readonly FilterScalar[] {
  return Array.isArray(wanted);
}
