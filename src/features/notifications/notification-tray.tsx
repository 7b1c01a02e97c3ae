import { Bell } from 'lucide';
import type { JSX } from 'react';
import { useNotifications } from '../../stores/index.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { loadWhenUsed } from '../../ui/later-part.ts';
import { usePopup } from '../../ui/use-popup.tsx';
import styles from './bell.module.css';

const trayPopup = loadWhenUsed(async () => (await import('./tray-popup.tsx')).TrayPopup);

/** The bell with its unread count, and behind it everything that was notified. */
export function NotificationTray(): JSX.Element {
  const unreadCount = useNotifications((state) => state.unreadCount);
  const { popup, buttonProps } = usePopup(trayPopup, {}, 'notifications');
  const name = unreadCount === 0 ? 'Notifications' : `Notifications, ${unreadCount} unread`;
  return (
    <>
      <Button look="quiet" className={styles['bell']} aria-label={name} {...buttonProps}>
        <Icon shape={Bell} size={16} />
        <span className={styles['badge']} data-empty={unreadCount === 0} aria-hidden>
          {unreadCount > 99 ? '99+' : unreadCount}
        </span>
      </Button>
      {popup}
    </>
  );
}
