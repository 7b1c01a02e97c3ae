import { X } from 'lucide-react';
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type JSX, type RefObject } from 'react';
import { jsonText, levelRank, parseTimestamp, recogniseLevel, type LogRecord } from '../../protocol/index.ts';
import { useCommands, useNotifications, useSettings, useStream, type OpenedLine } from '../../stores/index.ts';
import { AnsiText } from '../../ui/ansi-text.tsx';
import { Button } from '../../ui/button.tsx';
import { drawnMessage } from '../../ui/drawn-message.ts';
import { toneOfRank } from '../../ui/level-tone.ts';
import { formatClock, formatCount, formatDay, formatOffset } from '../../ui/time-format.ts';
import { visibleText } from '../../ui/visible-text.ts';
import { AroundLine } from './around-line.tsx';
import styles from './line-details.module.css';
import { MetadataTree } from './metadata-tree.tsx';

const MAX_MESSAGE = 65_536;
/** A message of nothing but short lines costs more to lay out than its length tells. */
const MAX_LINES = 5_000;

/** Everything about one line, beside the lines: its fields, its metadata, the rules it fired, the lines around it. */
export function LineDetails(): JSX.Element | null {
  const opened = useStream((state) => state.opened);
  return opened === undefined ? null : <Pane opened={opened} />;
}

function Pane({ opened }: { readonly opened: OpenedLine }): JSX.Element {
  const commands = useCommands();
  const pane = useRef<HTMLElement>(null);
  useFocusOf(pane, `${opened.id} ${opened.seq}`);
  return (
    <aside
      ref={pane}
      aria-label="Log details"
      tabIndex={-1}
      className={styles['details']}
      onKeyDown={(event) => {
        if (event.key === 'Escape') commands.closeLine();
      }}
    >
      <header className={styles['head']}>
        <h2>Log details</h2>
        <Button look="quiet" aria-label="Close log details" onClick={() => commands.closeLine()}>
          <X size={15} aria-hidden />
        </Button>
      </header>
      <div className={styles['body']}>
        {opened.content.kind === 'loading' && <p className={styles['note']}>Loading the line…</p>}
        {opened.content.kind === 'missing' && (
          <p role="alert" className={styles['note']}>
            {visibleText(opened.content.message)}
          </p>
        )}
        {opened.content.kind === 'loaded' && (
          <Loaded key={`${opened.id} ${opened.seq}`} record={opened.content.record} />
        )}
        <AroundLine />
      </div>
    </aside>
  );
}

/**
 * Takes the focus where a line was opened from nowhere that stays (a toast), and gives it back when it closes: to what had
 * it before, else to the lines.
 */
function useFocusOf(pane: RefObject<HTMLElement | null>, opened: string): void {
  const before = useRef<Element>(null);
  useLayoutEffect(() => {
    before.current = document.activeElement;
    const element = pane.current;
    return () => {
      if (element?.contains(document.activeElement) !== true) return;
      const origin = before.current;
      const isThere = origin instanceof HTMLElement && origin !== document.body && origin.isConnected;
      const target = isThere && !isInToast(origin) ? origin : document.querySelector<HTMLElement>('[role="log"]');
      target?.focus({ preventScroll: true });
    };
  }, [pane]);
  const looked = useRef<string>(undefined);
  useLayoutEffect(() => {
    if (looked.current === opened) return;
    looked.current = opened;
    const active = document.activeElement;
    if (active === null || active === document.body || isInToast(active)) pane.current?.focus({ preventScroll: true });
  }, [pane, opened]);
}

function isInToast(element: Element): boolean {
  return element.closest('[role="region"][aria-label="Alerts"]') !== null;
}

function Loaded({ record }: { readonly record: LogRecord }): JSX.Element {
  const timeZone = useSettings((settings) => settings.timeZone);
  const time = parseTimestamp(record.timestamp);
  const { text } = useMemo(() => drawnMessage(record.message, MAX_LINES, MAX_MESSAGE), [record]);
  const hidden = record.message.length - text.length;
  return (
    <>
      <pre className={styles['message']}>
        <AnsiText text={text} />
        {hidden > 0 && (
          <span className={styles['more']}> … {formatCount(hidden)} more characters, whole when copied</span>
        )}
      </pre>
      <FiredRules logId={record.id} />
      <dl className={styles['fields']}>
        <Field name="time">
          {formatDay(time, timeZone) === '' ? (
            visibleText(record.timestamp) || 'none given'
          ) : (
            <time dateTime={new Date(time).toISOString()}>
              {formatDay(time, timeZone)} {formatClock(time, timeZone)}{' '}
              <span className={styles['dim']}>{formatOffset(time, timeZone)}</span>
            </time>
          )}
        </Field>
        <Field name="level">
          <span className={styles[toneOfRank(levelRank(record.level))]}>
            {visibleText(recogniseLevel(record.level) ?? record.level) || 'none given'}
          </span>
        </Field>
        <Field name="source">{visibleText(record.source) || 'none given'}</Field>
        <Field name="id">{visibleText(record.id) || 'none given'}</Field>
      </dl>
      <MetadataTree metadata={record.metadata} />
      <Actions record={record} />
    </>
  );
}

function Field({ name, children }: { readonly name: string; readonly children: React.ReactNode }): JSX.Element {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Actions({ record }: { readonly record: LogRecord }): JSX.Element {
  const commands = useCommands();
  return (
    <div className={styles['actions']}>
      <CopyButton label="Copy as read" copy={() => commands.copyOpenedLine()} />
      <CopyButton label="Copy JSON" copy={() => commands.copy(jsonOf(record))} />
      {record.id !== '' && <CopyButton label="Copy link" copy={() => commands.copy(commands.shareLink())} />}
    </div>
  );
}

function CopyButton({ label, copy }: { readonly label: string; readonly copy: () => Promise<boolean> }): JSX.Element {
  const [outcome, setOutcome] = useState<'copied' | 'failed'>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const onClick = async (): Promise<void> => {
    const isCopied = await copy().catch(() => false);
    setOutcome(isCopied ? 'copied' : 'failed');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOutcome(undefined), 2_000);
  };
  return (
    <Button onClick={() => void onClick()}>
      {label}
      <span role="status" className={outcome === undefined ? 'visually-hidden' : styles['dim']}>
        {outcome === 'copied' ? '✓ copied' : outcome === 'failed' ? 'the browser refused' : ''}
      </span>
    </Button>
  );
}

/** The rules that this line made fire, as far as the tray remembers. */
function FiredRules({ logId }: { readonly logId: string }): JSX.Element | null {
  const entries = useNotifications((state) => state.entries);
  const timeZone = useSettings((settings) => settings.timeZone);
  if (logId === '') return null;
  const fired = entries.filter(
    ({ message }) => message.type === 'rule_triggered' && (message.data.logId ?? undefined) === logId,
  );
  return (
    <>
      {fired.map(({ key, message }) =>
        message.type === 'rule_triggered' ? (
          <p key={key} className={styles['fired']}>
            ◆ {visibleText(message.data.ruleName)} · {visibleText(message.data.severity)} · fired{' '}
            {formatClock(parseTimestamp(message.data.triggeredAt), timeZone)}
          </p>
        ) : null,
      )}
    </>
  );
}

/** Indented where that can be done: metadata may be nested deeper than the browser's own writer goes. */
function jsonOf({ id, timestamp, level, message, source, metadata }: LogRecord): string {
  const record = { id, timestamp, level, source, message, metadata };
  try {
    return JSON.stringify(record, null, 2);
  } catch {
    return jsonText(record);
  }
}
