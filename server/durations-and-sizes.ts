const DURATION_UNITS_MS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 604_800_000],
]);

const SIZE_UNITS_BYTES: ReadonlyMap<string, number> = new Map([
  ['b', 1],
  ['kb', 1e3],
  ['mb', 1e6],
  ['gb', 1e9],
  ['tb', 1e12],
  ['kib', 2 ** 10],
  ['mib', 2 ** 20],
  ['gib', 2 ** 30],
  ['tib', 2 ** 40],
]);

/** How a duration and a size are written, for messages that ask for one. */
export const DURATION_EXAMPLES = '30s, 5m, 1h or 7d';
export const SIZE_EXAMPLES = '512MB or 1GiB';

/** Reads `500ms`, `30s`, `5m`, `1h`, `7d`, `2w` (a unit is required) as milliseconds; `undefined` where it is none. */
export function parseDuration(text: string): number | undefined {
  return parseQuantity(text, DURATION_UNITS_MS);
}

/** Reads `1000B`, `512MB` (powers of ten), `1GiB` (powers of two), a unit required, as whole bytes; `undefined` where it is none. */
export function parseSize(text: string): number | undefined {
  return parseQuantity(text, SIZE_UNITS_BYTES);
}

function parseQuantity(text: string, units: ReadonlyMap<string, number>): number | undefined {
  const match = /^(\d{1,15}(?:\.\d{1,6})?) ?([a-z]{1,3})$/i.exec(text.trim());
  const unit = units.get((match?.[2] ?? '').toLowerCase());
  if (match?.[1] === undefined || unit === undefined) return undefined;
  const quantity = Math.round(Number(match[1]) * unit);
  return Number.isSafeInteger(quantity) ? quantity : undefined;
}

const DURATION_WORDS: readonly (readonly [unitMs: number, word: string])[] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1_000, 's'],
  [1, 'ms'],
];

/** Writes a duration for people, in the largest unit that leaves a whole number: `10 s`, `90 s`, `5 m`. */
export function formatDuration(durationMs: number): string {
  const [unitMs, word] = DURATION_WORDS.find(([unit]) => durationMs >= unit && durationMs % unit === 0) ?? [1, 'ms'];
  return `${durationMs / unitMs} ${word}`;
}

const SIZE_WORDS: readonly (readonly [unitBytes: number, word: string])[] = [
  [1e12, 'TB'],
  [1e9, 'GB'],
  [1e6, 'MB'],
  [1e3, 'kB'],
];

/** Writes a size for people with at most one decimal: `512 MB`, `1.1 GB`, `120 B`. */
export function formatSize(sizeBytes: number): string {
  const [unitBytes, word] = SIZE_WORDS.find(([unit]) => sizeBytes >= unit) ?? [1, 'B'];
  return `${Math.round((sizeBytes / unitBytes) * 10) / 10} ${word}`;
}
