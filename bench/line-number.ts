const DIGITS = 7;
const NUMBER = /#(\d{7,})/;
const EACH_NUMBER = new RegExp(NUMBER, 'g');

/** The number as every line of the benchmark says it in its message. */
export function writeLineNumber(number: number): string {
  return `#${String(number).padStart(DIGITS, '0')}`;
}

/** The number of the line that a text shows; `undefined` where it shows none. */
export function readLineNumber(text: string): number | undefined {
  const digits = NUMBER.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** How many lines a text shows the numbers of. */
export function countLineNumbers(text: string): number {
  return text.match(EACH_NUMBER)?.length ?? 0;
}
