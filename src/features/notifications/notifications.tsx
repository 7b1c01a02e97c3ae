export { NotificationTray } from './notification-tray.tsx';
export { Toasts } from './toasts.tsx';
