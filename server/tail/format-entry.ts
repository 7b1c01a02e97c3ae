import type { GapEntry, LogEntry } from '../../src/client/library/index.ts';
import { jsonText, parseTimestamp, recogniseLevel, type Level } from '../../src/protocol/index.ts';
import { terminalJson, terminalLine, terminalText } from './terminal-text.ts';

/** Writes one entry as text that ends in a newline. */
export type EntryFormat = (entry: LogEntry | GapEntry) => string;

/** One JSON object a line: a log as the protocol has it, a gap as `{"gap":{…}}` with times in ISO 8601. */
export const formatAsJson: EntryFormat = (entry) => {
  if (entry.kind === 'log') return `${terminalJson(jsonText({ ...entry.record }))}\n`;
  const { from, to, reason, lost } = entry;
  const gap = { from: instantText(from) ?? null, to: instantText(to) ?? null, reason, lost: lost ?? null };
  return `${terminalJson(JSON.stringify({ gap }))}\n`;
};

const RESET = '\u001b[0m';
const DIM = '\u001b[2m';
const GAP = '\u001b[1;33m';
const LEVEL_COLOURS: Readonly<Record<Level, string>> = {
  TRACE: DIM,
  DEBUG: '\u001b[36m',
  INFO: '\u001b[32m',
  WARN: '\u001b[33m',
  ERROR: '\u001b[31m',
  FATAL: '\u001b[1;31m',
};
const LEVEL_WIDTH = 5;
/** So that a further line of one message does not look like another log. */
const INDENT = '    ';

/** Lines for people: time, level, source, message and metadata. */
export function textFormat(colours: boolean): EntryFormat {
  const paint = (colour: string, text: string): string => (colours && text !== '' ? `${colour}${text}${RESET}` : text);
  return (entry) => {
    if (entry.kind === 'gap') return `${paint(GAP, `--- ${describeGap(entry)} ---`)}\n`;
    const { timestamp, level, source, message, metadata } = entry.record;
    const known = recogniseLevel(level);
    const shownLevel = terminalLine(level).padEnd(LEVEL_WIDTH);
    const details = Object.keys(metadata).length === 0 ? '' : terminalJson(jsonText(metadata));
    const parts = [
      paint(DIM, instantText(parseTimestamp(timestamp)) ?? terminalLine(timestamp)),
      known === undefined ? shownLevel : paint(LEVEL_COLOURS[known], shownLevel),
      paint(DIM, terminalLine(source)),
      terminalText(message).trimEnd().replaceAll('\n', `\n${INDENT}`),
      paint(DIM, details),
    ];
    return `${parts.filter((part) => part !== '').join(' ')}\n`;
  };
}

/** A gap in words: how many lines, between which times, and why. */
function describeGap({ from, to, reason, lost }: GapEntry): string {
  const what = lost === undefined ? 'lines may be missing' : `${lost} ${lost === 1 ? 'line is' : 'lines are'} missing`;
  const times = [from, to].map(instantText);
  const when = times.every((time) => time !== undefined) ? ` between ${times.join(' and ')}` : '';
  return `Gap: ${what}${when} (${terminalLine(reason)})`;
}

/** `2026-11-23T12:41:00.018Z`; `undefined` for what is no time. */
function instantText(time: number | undefined): string | undefined {
  const date = new Date(time ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
