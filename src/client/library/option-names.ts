import { StreamError } from './stream-error.ts';

/** Throws a `StreamError` for a name that is no option, with the one that was most likely meant. One that is `undefined` was not given. */
export function refuseUnknownOptions(options: object, known: readonly string[]): void {
  const unknown = Object.entries(options).find(([name, value]) => value !== undefined && !known.includes(name))?.[0];
  if (unknown === undefined) return;
  const near = nearestName(unknown, known);
  const hint = near === undefined ? `There are: ${known.join(', ')}.` : `Did you mean "${near}"?`;
  throw new StreamError('invalid_option', `"${unknown.slice(0, MAX_QUOTED)}" is not an option of this stream. ${hint}`);
}

const MAX_QUOTED = 80;

/** `undefined` where none is close. */
function nearestName(given: string, known: readonly string[]): string | undefined {
  const lower = given.slice(0, MAX_QUOTED).toLowerCase();
  const limit = Math.max(2, Math.floor(lower.length / 3));
  const ranked = known
    .map((name) => ({ name, distance: editDistance(lower, name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= limit && distance < name.length)
    .toSorted((one, other) => one.distance - other.distance);
  return ranked[0]?.name;
}

/** How many letters must be put in, taken out or changed. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 0; row < from.length; row += 1) {
    const current = [row + 1];
    for (let column = 0; column < to.length; column += 1) {
      const changed = (previous[column] ?? 0) + (from[row] === to[column] ? 0 : 1);
      current.push(Math.min(changed, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
