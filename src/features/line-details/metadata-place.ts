import type { Field } from '../../query/index.ts';

/** Where a value stands: its name in a branch, that branch's name in another, and so on up. */
export type Place =
  { readonly name: string; readonly isIndex: boolean; readonly depth: number; readonly above: Place } | undefined;

/** What a query looks into at most, in names and in lists. */
const MAX_NAMES = 16;
const MAX_LISTS = 16;

export function placeIn(above: Place, name: string, isIndex: boolean): Place {
  return { name, isIndex, depth: (above?.depth ?? 0) + 1, above };
}

/**
 * The field that a query knows a place by; `undefined` for what lies deeper than queries look. A place in a list is known
 * by the list: one of its elements is enough.
 */
export function fieldOfPlace(place: Place): Field | undefined {
  if ((place?.depth ?? 0) > MAX_NAMES + MAX_LISTS) return undefined;
  const names: string[] = [];
  let lists = 0;
  for (let at = place; at !== undefined; at = at.above) {
    if (at.isIndex) lists += 1;
    else names.unshift(at.name);
  }
  const path = names.join('.');
  if (names.length === 0 || lists > MAX_LISTS || path.split('.').length > MAX_NAMES) return undefined;
  return { kind: 'metadata', path };
}

/** A place in words, as in `http.headers[0].name`; of one that is very deep the end. */
export function placeText(place: Place): string {
  const parts: string[] = [];
  let at = place;
  for (; at !== undefined && parts.length < MAX_NAMES + MAX_LISTS; at = at.above) {
    parts.unshift(at.isIndex ? `[${at.name}]` : `${at.above === undefined ? '' : '.'}${at.name}`);
  }
  return `${at === undefined ? '' : '…'}${parts.join('')}`;
}
