import { memo, type JSX } from 'react';
import { levelRank, recogniseLevel, type JsonValue } from '../../protocol/index.ts';
import { metadataOf, type LogLine } from '../../stores/index.ts';
import { AnsiText } from '../../ui/ansi-text.tsx';
import { formatClock, formatCount, formatDay } from '../../ui/time-format.ts';
import { cutText, visibleText } from '../../ui/visible-text.ts';
import styles from './log-row.module.css';

/** A single line of a megabyte costs a seventh of a second of layout: what is drawn is cut, what is kept is not. */
const MAX_DRAWN = 4_096;
const MAX_FIELDS = 6;
const MAX_FIELD = 80;
const MAX_METADATA_READ = 20_000;

interface LogRowProps {
  readonly line: LogLine;
  readonly timeZone: string;
  /** Whether all of the message's lines are drawn, or the first one with a count of the others. */
  readonly isMultiLine: boolean;
  readonly isActive: boolean;
  readonly isOpened: boolean;
}

export const LogRow = memo(function LogRow(props: LogRowProps): JSX.Element {
  const { line, timeZone, isMultiLine, isActive, isOpened } = props;
  const level = recogniseLevel(line.level);
  const firstBreak = isMultiLine ? -1 : line.message.indexOf('\n');
  const { text, hidden } = cutText(firstBreak < 0 ? line.message : line.message.slice(0, firstBreak), MAX_DRAWN);
  const moreLines = firstBreak < 0 ? 0 : countBreaks(line.message, firstBreak);
  const state = `${isActive ? styles['active'] : ''} ${isOpened ? styles['opened'] : ''}`;
  return (
    <div
      id={`line-${line.seq}`}
      data-seq={line.seq}
      data-log-id={line.id}
      data-level={level ?? line.level}
      className={`${styles['row']} ${styles[levelClass(line.level)]} ${state}`}
    >
      <span className={styles['time']} title={`${formatDay(line.time, timeZone)} ${formatClock(line.time, timeZone)}`}>
        {formatClock(line.time, timeZone) || visibleText(line.timestamp).slice(0, 24) || '–'}
      </span>{' '}
      <span className={styles['level']}>{visibleText(level ?? line.level).slice(0, 12)}</span>{' '}
      <span className={styles['source']} title={visibleText(line.source)}>
        {visibleText(cutText(line.source, 200).text)}
      </span>{' '}
      <span className={styles['message']}>
        <AnsiText text={text} />
        {hidden > 0 && <span className={styles['more']}> … {formatCount(hidden)} more characters</span>}
        {moreLines > 0 && <span className={styles['more']}> + {formatCount(moreLines)} lines</span>}
        <Fields line={line} />
      </span>
    </div>
  );
});

/** The first fields of the metadata that are plain values, as `key=value`. */
function Fields({ line }: { readonly line: LogLine }): JSX.Element | null {
  if (line.metadataJson === '' || line.metadataJson.length > MAX_METADATA_READ) return null;
  const fields = Object.entries(metadataOf(line))
    .map(([key, value]) => [key, plainText(value)] as const)
    .filter(([, text]) => text !== undefined && text.length <= MAX_FIELD && !isTold(text, line.message))
    .slice(0, MAX_FIELDS)
    .map(([key, text]) => `${key}=${text}`);
  if (fields.length === 0) return null;
  return <span className={styles['fields']}> {visibleText(fields.join(' '))}</span>;
}

/** Whether the message says the value already, as a word of its own: an access log would be drawn twice otherwise. */
function isTold(value: string, message: string): boolean {
  return value !== '' && message.length <= MAX_DRAWN && ` ${message} `.includes(` ${value} `);
}

function plainText(value: JsonValue): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

function levelClass(level: string): string {
  return ['quiet', 'quiet', 'info', 'warn', 'error', 'fatal'][levelRank(level)] ?? 'info';
}

function countBreaks(text: string, from: number): number {
  let count = 0;
  for (let at = from; at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
