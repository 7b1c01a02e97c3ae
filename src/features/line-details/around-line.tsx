import type { JSX } from 'react';
import { levelRank, parseTimestamp, recogniseLevel, type LogRecord } from '../../protocol/index.ts';
import { useCommands, useSettings, useStream } from '../../stores/index.ts';
import { AnsiText } from '../../ui/ansi-text.tsx';
import { toneOfRank } from '../../ui/level-tone.ts';
import { formatClock } from '../../ui/time-format.ts';
import { cutText, visibleText } from '../../ui/visible-text.ts';
import styles from './line-details.module.css';

/** The lines before and after the opened one, whatever the query: of its source alone or of all. */
export function AroundLine(): JSX.Element | null {
  const opened = useStream((state) => state.opened);
  const timeZone = useSettings((settings) => settings.timeZone);
  const commands = useCommands();
  if (opened === undefined || opened.content.kind === 'missing') return null;
  const shown = opened.content.kind === 'loaded' ? opened.content.record : undefined;
  return (
    <section aria-label="Around this line">
      <h3 className={styles['section']}>
        around this line{' '}
        <label className={styles['scope']}>
          <input
            type="checkbox"
            checked={opened.aroundSourceOnly}
            onChange={(event) => commands.showAround(event.target.checked)}
          />{' '}
          same source only
        </label>
      </h3>
      {opened.around.kind === 'loading' && <p className={styles['note']}>Loading…</p>}
      {opened.around.kind === 'missing' && <p className={styles['note']}>{visibleText(opened.around.message)}</p>}
      {opened.around.kind === 'loaded' && (
        <ol className={styles['around']}>
          {opened.around.records.map((record, index) => (
            <li key={record.id === '' ? `at ${index}` : `id ${record.id}`}>
              <AroundRow
                record={record}
                timeZone={timeZone}
                isOpened={record === shown || (record.id !== '' && record.id === opened.id)}
              />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

interface AroundRowProps {
  readonly record: LogRecord;
  readonly timeZone: string;
  readonly isOpened: boolean;
}

function AroundRow({ record, timeZone, isOpened }: AroundRowProps): JSX.Element {
  const commands = useCommands();
  const level = recogniseLevel(record.level) ?? record.level;
  const firstLine = record.message.split('\n', 1)[0] ?? '';
  return (
    <button
      type="button"
      className={styles['aroundRow']}
      aria-current={isOpened}
      disabled={record.id === ''}
      onClick={() => commands.openLine(record.id)}
    >
      <span className={styles['dim']}>{formatClock(parseTimestamp(record.timestamp), timeZone)}</span>{' '}
      <strong className={styles[toneOfRank(levelRank(level))]}>{visibleText(level).slice(0, 12)}</strong>{' '}
      <AnsiText text={cutText(firstLine, 300).text} />
    </button>
  );
}
