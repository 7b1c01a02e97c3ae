import type { JSX } from 'react';
import { levelRank, parseTimestamp, recogniseLevel, type LogRecord } from '../../protocol/index.ts';
import { useCommands, useSettings, useStream, type OpenedLine } from '../../stores/index.ts';
import { AnsiText } from '../../ui/ansi-text.tsx';
import { Button } from '../../ui/button.tsx';
import type { DrawnMessage } from '../../ui/drawn-message.ts';
import { toneOfRank } from '../../ui/level-tone.ts';
import { formatClock, formatCount } from '../../ui/time-format.ts';
import { visibleText } from '../../ui/visible-text.ts';
import styles from './around-line.module.css';
import levels from './level.module.css';

/** What is further away than this is looked at in the list. */
const MAX_RADIUS = 105;

/** What the list shows of its lines, which is another part of the page. */
export interface RowWords {
  /** What a row says of a message while that is folded. */
  readonly messageInRow: (message: string, showsJsonInline: boolean, maxCharacters: number) => DrawnMessage;
}

/** The lines before and after the opened one, whatever the query: of its source alone or of all. */
export function AroundLine({ messageInRow }: RowWords): JSX.Element | null {
  const opened = useStream((state) => state.opened);
  if (opened?.content.kind !== 'loaded') return null;
  const { around } = opened;
  return (
    <section aria-label="Around this line">
      <div className={styles['head']}>
        <h3 className={styles['title']}>around this line</h3>
        <ScopeChoice isSourceOnly={opened.aroundSourceOnly} />
      </div>
      {around.kind === 'loading' && (
        <p role="status" className={styles['note']}>
          Loading…
        </p>
      )}
      {around.kind === 'missing' && <p className={styles['note']}>{visibleText(around.message)}</p>}
      {around.kind === 'loaded' && (
        <>
          <Rows records={around.records} opened={opened} record={opened.content.record} messageInRow={messageInRow} />
          {around.problem !== '' && <p className={styles['note']}>{visibleText(around.problem)}</p>}
        </>
      )}
    </section>
  );
}

function ScopeChoice({ isSourceOnly }: { readonly isSourceOnly: boolean }): JSX.Element {
  const commands = useCommands();
  const choice = (label: string, isThis: boolean): JSX.Element => (
    <button
      type="button"
      className={styles['scope']}
      aria-pressed={isSourceOnly === isThis}
      onClick={() => commands.showAround(isThis)}
    >
      {label}
    </button>
  );
  return (
    <div role="group" aria-label="Lines around from" className={styles['scopes']}>
      {choice('This source', true)}
      {choice('All sources', false)}
    </div>
  );
}

interface RowsProps extends RowWords {
  readonly records: readonly LogRecord[];
  readonly opened: OpenedLine;
  readonly record: LogRecord;
}

function Rows({ records, opened, record, messageInRow }: RowsProps): JSX.Element {
  const commands = useCommands();
  const timeZone = useSettings((settings) => settings.timeZone);
  const isOpened = (one: LogRecord): boolean => one === record || (one.id !== '' && one.id === opened.id);
  const before = Math.max(0, records.findIndex(isOpened));
  const after = records.length - before - 1;
  const { aroundRadius } = opened;
  const mayHaveMore = aroundRadius < MAX_RADIUS && (before >= aroundRadius || after >= aroundRadius);
  return (
    <>
      <ol className={styles['rows']}>
        {records.map((one, index) => (
          <li key={one.id === '' ? `${index - before} from it` : `id ${one.id}`}>
            <Row record={one} timeZone={timeZone} isOpened={isOpened(one)} messageInRow={messageInRow} />
          </li>
        ))}
      </ol>
      {records.length === 1 && <p className={styles['note']}>No other line is known around it.</p>}
      {mayHaveMore && (
        <Button look="link" className={styles['more'] ?? ''} onClick={() => commands.showMoreAround()}>
          Show more
        </Button>
      )}
    </>
  );
}

interface RowProps extends RowWords {
  readonly record: LogRecord;
  readonly timeZone: string;
  readonly isOpened: boolean;
}

function Row({ record, timeZone, isOpened, messageInRow }: RowProps): JSX.Element {
  const commands = useCommands();
  const showsAnsi = useSettings((settings) => settings.showsAnsi);
  const showsJsonInline = useSettings((settings) => settings.showsJsonInline);
  const level = recogniseLevel(record.level) ?? record.level;
  const { text, hiddenLines } = messageInRow(record.message, showsJsonInline, 300);
  return (
    <button
      type="button"
      className={styles['row']}
      aria-current={isOpened}
      disabled={record.id === ''}
      onClick={() => commands.openLine(record.id)}
    >
      <span className={styles['time']}>{formatClock(parseTimestamp(record.timestamp), timeZone)}</span>{' '}
      <strong className={levels[toneOfRank(levelRank(level))]}>{visibleText(level).slice(0, 12)}</strong>{' '}
      <AnsiText text={text} isPlain={!showsAnsi} />
      {hiddenLines > 0 && (
        <span
          className={styles['note']}
        >{` + ${formatCount(hiddenLines)} ${hiddenLines === 1 ? 'line' : 'lines'}`}</span>
      )}
    </button>
  );
}
