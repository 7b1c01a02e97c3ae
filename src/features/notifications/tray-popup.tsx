import { useEffect, useRef, useState, type JSX } from 'react';
import { parseTimestamp } from '../../protocol/index.ts';
import { foldKeyOf, useCommands, useNotifications, useSettings, type NotificationEntry } from '../../stores/index.ts';
import { Button } from '../../ui/button.tsx';
import { PopoverPopup } from '../../ui/popover-popup.tsx';
import type { PopupProps } from '../../ui/popup.ts';
import { formatClock, formatCount, formatDay } from '../../ui/time-format.ts';
import { describeNotification } from './describe-notification.ts';
import styles from './notifications.module.css';
import { holdStill } from './steady-entries.ts';

/** Everything that was notified, newest first. */
export function TrayPopup(props: PopupProps): JSX.Element {
  return (
    <PopoverPopup {...props} title="Notifications" className={styles['tray']}>
      <Entries onShowLine={() => props.onOpenChange(false)} />
    </PopoverPopup>
  );
}

/** Exists for as long as the tray is open, and holds still for as long. */
function Entries({ onShowLine }: { readonly onShowLine: () => void }): JSX.Element {
  const commands = useCommands();
  const current = useNotifications((state) => state.entries);
  const evictedCount = useNotifications((state) => state.evictedCount);
  const [held, setHeld] = useState(current);
  const list = useRef<HTMLUListElement>(null);
  if (held.length === 0 && current.length > 0) setHeld(current);
  const { shown: entries, newCount } = holdStill(held, current);
  // What is shown is read. It keeps its mark here for as long as the tray is open; what waits stays unread.
  useEffect(() => {
    const keys = held.filter((entry) => entry.isUnread).map((entry) => entry.key);
    if (keys.length > 0) commands.markNotificationsRead(keys);
  }, [held, commands]);
  if (entries.length === 0) {
    return (
      <p className={styles['nothing']}>
        Nothing so far. A rule that triggers, an action that ran and a word from the server appear here.
      </p>
    );
  }
  return (
    <>
      {newCount > 0 && (
        <button
          type="button"
          className={styles['showNew']}
          onClick={() => {
            setHeld(current);
            list.current?.scrollTo({ top: 0 });
          }}
        >
          {formatCount(newCount)} new
        </button>
      )}
      <ul ref={list} className={styles['entries']}>
        {entries.map((entry) => (
          <Entry key={entry.key} entry={entry} onShowLine={onShowLine} />
        ))}
      </ul>
      {evictedCount > 0 && <p className={styles['nothing']}>{formatCount(evictedCount)} older ones are not kept.</p>}
    </>
  );
}

interface EntryProps {
  readonly entry: NotificationEntry;
  readonly onShowLine: () => void;
}

function Entry({ entry, onShowLine }: EntryProps): JSX.Element {
  const commands = useCommands();
  const timeZone = useSettings((settings) => settings.timeZone);
  const foldKey = foldKeyOf(entry.message);
  const isMuted = useNotifications((state) => state.muted.has(foldKey));
  const text = describeNotification(entry.message);
  const time = parseTimestamp(text.happenedAt);
  return (
    <li className={styles['entry']} data-severity={entry.severity} data-unread={entry.isUnread}>
      <p className={styles['entryHead']}>
        <strong>{text.title}</strong>
        <span className={styles['dim']} title={formatDay(time, timeZone)}>
          {entry.count > 1 ? `×${formatCount(entry.count)} · ` : ''}
          {formatClock(time, timeZone).slice(0, 8)}
        </span>
      </p>
      <p className={styles['entryBody']}>{text.body}</p>
      {text.hasUnsafeLink && <p className={styles['dim']}>Its link is not a plain web address and is not opened.</p>}
      <p className={styles['entryActions']}>
        {text.logId !== undefined && (
          <Button
            look="link"
            onClick={() => {
              onShowLine();
              commands.showLine(text.logId ?? '');
            }}
          >
            Show line
          </Button>
        )}
        {text.link !== undefined && (
          <a href={text.link} target="_blank" rel="noopener noreferrer">
            Open link
          </a>
        )}
        <Button look="link" onClick={() => commands.setMuted(foldKey, !isMuted)}>
          {isMuted ? 'Unmute' : 'Mute'}
        </Button>
      </p>
    </li>
  );
}
