import { writeLineNumber } from './line-number.ts';

/** How long every message is, its number included. */
export const MESSAGE_CHARACTERS = 160;
/** What the benchmark looks for: every so many lines one is an error. */
export const ERROR_QUERY = 'level:ERROR';
const ERROR_EVERY = 20;

const SOURCES = ['api', 'billing', 'checkout', 'gateway', 'inventory', 'mailer', 'search', 'worker'];
const SENTENCES = [
  'GET /api/v1/orders/58213/items answered 200 after 23 ms from cache node eu-west-1b',
  'POST /api/v1/checkout/sessions answered 201 after 118 ms, basket of 4 articles, currency EUR',
  'picked job send-receipt from queue mail-high, attempt 1 of 5, waited 42 ms in line',
  'index products refreshed: 1,284 documents, 3 segments merged, next refresh in 30 s',
  'connection pool primary: 12 of 40 in use, longest wait 3 ms, none timed out in this minute',
  'session renewed for user of tenant acme-shop, role buyer, two factors, valid for 12 hours',
  'stock of article 4006381333931 reserved: 2 pieces in warehouse Leipzig, reservation holds 15 min',
];
const FILLER = ' and then the handler went on to the next step of the pipeline without anything to complain about';
/** Prime, so that sentence, source and level don't go in step. */
const TEMPLATES = 97;

interface Template {
  readonly beforeMessage: string;
  readonly afterNumber: string;
}

const templates: readonly Template[] = Array.from({ length: TEMPLATES }, (_, index) => {
  const sentence = SENTENCES[index % SENTENCES.length] ?? '';
  const text = ` ${sentence}${FILLER}`.padEnd(MESSAGE_CHARACTERS, '.').slice(0, MESSAGE_CHARACTERS - 8);
  const source = SOURCES[index % SOURCES.length] ?? '';
  const metadata = `"durationMs":${3 + ((index * 7) % 240)},"region":"eu-west-1","host":"${source}-${index % 5}"`;
  return {
    beforeMessage: '","message":"',
    afterNumber: `${text}","source":"${source}","metadata":{${metadata},"requestId":"r-`,
  };
});

export function levelOf(number: number): string {
  const place = number % ERROR_EVERY;
  if (place === 0) return 'ERROR';
  if (place < 4) return 'WARN';
  return place < 9 ? 'DEBUG' : 'INFO';
}

/** The data of a log's message (protocol, "Log stream"), as JSON. Only what differs between lines is written anew. */
export function writeLineData(number: number, timestamp: string): string {
  const { beforeMessage, afterNumber } = templates[number % TEMPLATES] ?? { beforeMessage: '', afterNumber: '' };
  const level = levelOf(number);
  return `{"id":"line-${number}","timestamp":"${timestamp}","level":"${level}${beforeMessage}${writeLineNumber(number)}${afterNumber}${number}"}}`;
}

/** The numbers of the newest errors up to a line, oldest first. */
export function newestErrors(last: number, limit: number): number[] {
  const newest = Math.floor(last / ERROR_EVERY);
  const count = Math.min(newest, limit);
  return Array.from({ length: count }, (_, index) => (newest - count + 1 + index) * ERROR_EVERY);
}

/** How many of the lines from `first` to `last`, both included, are errors. */
export function countErrors(first: number, last: number): number {
  return Math.floor(last / ERROR_EVERY) - Math.floor((first - 1) / ERROR_EVERY);
}

/** How many of the lines from `first` to `last`, both included, have a text in their message. */
export function countMessagesWith(text: string, first: number, last: number): number {
  const has = templates.map(({ afterNumber }) =>
    afterNumber.slice(0, afterNumber.indexOf('","source"')).includes(text),
  );
  let count = 0;
  for (let number = first; number <= last; number += 1) if (has[number % TEMPLATES] === true) count += 1;
  return count;
}
