import type { ReactNode } from 'react';
import { loadWhenUsed } from '../../ui/later-part.ts';
import { Later, usePartState } from '../../ui/later.tsx';
import { useNotifications, useNotificationStore } from '../../stores/index.ts';

export { NotificationTray } from './notification-tray.tsx';

const toastStand = loadWhenUsed(async () => (await import('./toasts.tsx')).Toasts);

/** Alerts as they come. What comes before they can be shown waits for it. */
export function Toasts(): ReactNode {
  const isLoaded = usePartState(toastStand).kind === 'loaded';
  const isPending = useNotifications((state) => state.pendingToasts.length > 0);
  const store = useNotificationStore();
  if (!isLoaded && !isPending) return null;
  // Whoever does without them finds them in the tray.
  return (
    <Later part={toastStand} onGiveUp={() => store.takeToasts()}>
      {(Stand) => <Stand />}
    </Later>
  );
}
