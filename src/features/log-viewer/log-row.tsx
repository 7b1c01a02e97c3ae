import { memo, useMemo, type JSX } from 'react';
import { levelRank, recogniseLevel, type JsonValue } from '../../protocol/index.ts';
import { metadataOf, type LogLine } from '../../stores/index.ts';
import { AnsiText } from '../../ui/ansi-text.tsx';
import { drawnMessage } from '../../ui/drawn-message.ts';
import { toneOfRank } from '../../ui/level-tone.ts';
import { formatClock, formatCount, formatDay } from '../../ui/time-format.ts';
import { cutText, visibleLine, visibleText } from '../../ui/visible-text.ts';
import styles from './log-row.module.css';

/** A single line of a megabyte costs a seventh of a second of layout: what is drawn is cut, what is kept is not. */
const MAX_DRAWN = 4_096;
/** On a phone every line is broken at its width, so that one of this length is about ten lines tall. */
const MAX_DRAWN_NARROW = 400;
/** A message of thousands of lines would be a row of many screens. */
const MAX_LINES = 40;
const MAX_FIELDS = 6;
const MAX_FIELD = 80;
const MAX_METADATA_READ = 20_000;

interface LogRowProps {
  readonly line: LogLine;
  readonly timeZone: string;
  /** Whether the message's lines are drawn, or the first one with a count of the others. */
  readonly isMultiLine: boolean;
  readonly isNarrow: boolean;
  /** The row's day, where the row before it is of another one: said at the end of the row. Else empty. */
  readonly newDay: string;
  readonly isActive: boolean;
  readonly isOpened: boolean;
}

export const LogRow = memo(function LogRow(props: LogRowProps): JSX.Element {
  const { line, timeZone, isMultiLine, isNarrow, newDay, isActive, isOpened } = props;
  const level = recogniseLevel(line.level);
  const maxCharacters = isNarrow && !isMultiLine ? MAX_DRAWN_NARROW : MAX_DRAWN;
  const maxLines = isMultiLine ? MAX_LINES : 1;
  const message = useMemo(() => drawnMessage(line.message, maxLines, maxCharacters), [line, maxLines, maxCharacters]);
  const levelText = visibleLine(level ?? cutText(line.level, 200).text);
  const state = `${isActive ? styles['active'] : ''} ${isOpened ? styles['opened'] : ''}`;
  return (
    <div
      data-seq={line.seq}
      data-log-id={line.id}
      aria-current={isOpened ? 'true' : undefined}
      data-level={level ?? line.level}
      className={`${styles['row']} ${styles[toneOfRank(levelRank(line.level))]} ${state}`}
    >
      <span className={styles['time']} title={`${formatDay(line.time, timeZone)} ${formatClock(line.time, timeZone)}`}>
        {formatClock(line.time, timeZone) || visibleLine(line.timestamp.slice(0, 24)) || '–'}
      </span>{' '}
      <span className={styles['level']} title={level === undefined ? levelText : undefined}>
        {levelText}
      </span>{' '}
      <span className={styles['source']} title={visibleText(line.source)}>
        {visibleLine(cutText(line.source, 200).text)}
      </span>{' '}
      <span className={styles['message']}>
        <AnsiText text={message.text} />
        {message.hiddenCharacters > 0 && (
          <span className={styles['more']}> … {formatCount(message.hiddenCharacters)} more characters</span>
        )}
        {message.hiddenLines > 0 && <span className={styles['more']}> + {formatCount(message.hiddenLines)} lines</span>}
        <Fields line={line} />
      </span>
      {newDay !== '' && <span className={styles['newDay']}>{newDay}</span>}
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
  return <span className={styles['fields']}> {visibleLine(fields.join(' '))}</span>;
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
