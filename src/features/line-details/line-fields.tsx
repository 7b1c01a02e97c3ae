import type { JSX, ReactNode } from 'react';
import { levelRank, parseTimestamp, recogniseLevel, type LogRecord } from '../../protocol/index.ts';
import type { BuiltinField } from '../../query/index.ts';
import { useNotifications, useSettings } from '../../stores/index.ts';
import { toneOfRank } from '../../ui/level-tone.ts';
import { formatAge, formatClock, formatDay, formatOffset } from '../../ui/time-format.ts';
import { useNow } from '../../ui/use-now.ts';
import { visibleText } from '../../ui/visible-text.ts';
import { FieldButton } from './field-menu.tsx';
import styles from './line-fields.module.css';
import levels from './level.module.css';
import { LineMessage } from './line-message.tsx';
import { Metadata } from './metadata.tsx';

const AGE_RENEWED_MS = 10_000;

/** A line field by field: its message, the rules it fired, what every line has, and its metadata. */
export function LineFields({ record }: { readonly record: LogRecord }): JSX.Element {
  const { level, source, id } = record;
  return (
    <>
      <LineMessage message={record.message} />
      <FiredRules logId={id} />
      <dl className={styles['fields']}>
        <TimeField timestamp={record.timestamp} />
        <Field name="level" text={level}>
          <span className={levels[toneOfRank(levelRank(level))]}>{levelWords(level)}</span>
        </Field>
        <Field name="source" text={source}>
          {visibleText(source) || 'none given'}
        </Field>
        <Field name="id" text={id}>
          {visibleText(id) || 'none given'}
        </Field>
      </dl>
      <Metadata metadata={record.metadata} />
    </>
  );
}

/** The level as the page knows it, and beside it the word that the line came with, where that is another. */
function levelWords(level: string): string {
  const known = recogniseLevel(level);
  if (known === undefined) return visibleText(level) || 'none given';
  return known === level.toUpperCase() ? known : `${known} (${visibleText(level)})`;
}

function TimeField({ timestamp }: { readonly timestamp: string }): JSX.Element {
  const timeZone = useSettings((settings) => settings.timeZone);
  const time = parseTimestamp(timestamp);
  const day = formatDay(time, timeZone);
  const text = (): string => timestamp;
  return (
    <div className={styles['field']}>
      <dt>time</dt>
      <dd>
        <span className={styles['value']}>
          {day === '' ? (
            visibleText(timestamp) || 'none given'
          ) : (
            <>
              <time dateTime={new Date(time).toISOString()} title={visibleText(timestamp)}>
                {day} {formatClock(time, timeZone)}{' '}
                <span className={styles['dim']}>{formatOffset(time, timeZone)}</span>
              </time>{' '}
              <Age time={time} />
            </>
          )}
        </span>
        {timestamp !== '' && <FieldButton target={{ label: 'time', field: undefined, value: undefined, text }} />}
      </dd>
    </div>
  );
}

function Age({ time }: { readonly time: number }): JSX.Element {
  const now = useNow(AGE_RENEWED_MS);
  const ahead = time - now;
  // A clock that is ahead of this one by more than a tick is worth saying so.
  return <span className={styles['age']}>· {ahead > 2_000 ? 'in the future' : formatAge(-ahead)}</span>;
}

interface FieldProps {
  readonly name: BuiltinField;
  readonly text: string;
  readonly children: ReactNode;
}

function Field({ name, text, children }: FieldProps): JSX.Element {
  const field = { kind: 'builtin', name } as const;
  return (
    <div className={styles['field']}>
      <dt>{name}</dt>
      <dd>
        <span className={styles['value']}>{children}</span>
        <FieldButton target={{ label: name, field, value: text, text: () => text }} />
      </dd>
    </div>
  );
}

/** The rules that this line made fire, as far as the tray remembers. */
function FiredRules({ logId }: { readonly logId: string }): JSX.Element | null {
  const entries = useNotifications((state) => state.entries);
  const timeZone = useSettings((settings) => settings.timeZone);
  if (logId === '') return null;
  return (
    <>
      {entries.map(({ key, message }) =>
        message.type === 'rule_triggered' && (message.data.logId ?? undefined) === logId ? (
          <p key={key} className={styles['fired']}>
            ◆ {visibleText(message.data.ruleName)} · {visibleText(message.data.severity)} · fired{' '}
            {formatClock(parseTimestamp(message.data.triggeredAt), timeZone)}
          </p>
        ) : null,
      )}
    </>
  );
}
