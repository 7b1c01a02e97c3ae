import { Icon } from '../../ui/icon.tsx';
import { Toast } from '../../ui/primitives.ts';
import { X } from 'lucide';
import { useEffect, type JSX } from 'react';
import { parseTimestamp, SEVERITIES, type NotificationMessage, type Severity } from '../../protocol/index.ts';
import { foldKeyOf, useCommands, useNotificationStore, useNotifications, useSettings } from '../../stores/index.ts';
import { Button } from '../../ui/button.tsx';
import { formatClock, formatCount } from '../../ui/time-format.ts';
import { describeNotification } from './describe-notification.ts';
import styles from './notifications.module.css';
import { useToastPlace } from './use-toast-place.ts';

const MOST_AT_ONCE = 3;
/** Those that wait behind the ones shown; what is older is in the tray alone. */
const MOST_STANDING = 10;
const URGENT_TIMEOUT_MS = 15_000;
const TIMEOUT_MS = 7_000;

interface ToastData {
  readonly message: NotificationMessage;
  readonly severity: Severity;
  readonly count: number;
}

/** At most three toasts at once, the most urgent ones; what happens again while its toast stands is counted there instead of stacked. */
export function Toasts(): JSX.Element {
  useToastPlace();
  return (
    <Toast.Provider limit={MOST_STANDING} timeout={TIMEOUT_MS}>
      <Feed />
      <Toast.Portal>
        <Toast.Viewport aria-label="Alerts" aria-live="off" className={styles['alerts']}>
          <Standing />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

/** Turns what the store puts up into toasts. */
function Feed(): null {
  const store = useNotificationStore();
  const pending = useNotifications((state) => state.pendingToasts);
  const { toasts, add, update } = Toast.useToastManager<ToastData>();
  useEffect(() => {
    if (pending.length === 0) return;
    for (const { message, severity, count } of store.takeToasts()) {
      const id = foldKeyOf(message);
      const timeout = isUrgent(severity) ? URGENT_TIMEOUT_MS : TIMEOUT_MS;
      const standing = toasts.find((toast) => toast.id === id && toast.transitionStatus !== 'ending');
      if (standing === undefined) add({ id, timeout, data: { message, severity, count } });
      else update(id, { timeout, data: { message, severity, count } });
    }
  }, [pending, store, toasts, add, update]);
  return null;
}

function Standing(): JSX.Element[] {
  const { toasts, close } = Toast.useToastManager<ToastData>();
  const timeZone = useSettings((settings) => settings.timeZone);
  const commands = useCommands();
  // Sorting keeps the newest first within one severity.
  const standing = toasts
    .flatMap((toast) => (toast.data === undefined ? [] : [{ toast, data: toast.data }]))
    .sort((a, b) => urgencyOf(b.data.severity) - urgencyOf(a.data.severity))
    .slice(0, MOST_AT_ONCE);
  return standing.map(({ toast, data: { message, severity, count } }) => {
    const text = describeNotification(message);
    return (
      <Toast.Root
        key={toast.id}
        toast={toast}
        role={isUrgent(severity) ? 'alert' : 'status'}
        // The library says this of dialogs; an alert or a status is none.
        aria-modal={undefined}
        className={styles['toast']}
        data-severity={severity}
        swipeDirection={['right', 'up']}
      >
        <div className={styles['entryHead']}>
          <Toast.Title render={<strong />}>{text.title}</Toast.Title>
          <span className={styles['dim']}>
            {count > 1 ? `×${formatCount(count)} · ` : ''}
            {formatClock(parseTimestamp(text.happenedAt), timeZone).slice(0, 8)}
          </span>
          {/* Not the library's own button: that one is hidden from assistive technology until the toasts have the focus. */}
          <button
            type="button"
            className={styles['toastClose']}
            aria-label={`Close ${text.title}`}
            onClick={() => close(toast.id)}
          >
            <Icon shape={X} size={14} />
          </button>
        </div>
        <Toast.Description render={<p />} className={styles['entryBody']}>
          {text.body}
        </Toast.Description>
        <div className={styles['entryActions']}>
          {text.logId !== undefined && (
            <Button
              look="link"
              onClick={() => {
                close(toast.id);
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
          <Button
            look="link"
            onClick={() => {
              close(toast.id);
              commands.setMuted(foldKeyOf(message), true);
            }}
          >
            Mute
          </Button>
        </div>
      </Toast.Root>
    );
  });
}

function urgencyOf(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

function isUrgent(severity: Severity): boolean {
  return severity === 'high' || severity === 'critical';
}
