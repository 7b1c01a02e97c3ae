import type { StreamDriver } from './stream-driver.ts';

/** A second that took this long was slept through. */
const SLEPT_MS = 5_000;

export interface PageWatchOptions {
  readonly drivers: () => readonly Pick<StreamDriver, 'connection' | 'wake'>[];
  /** The page may have come into view or gone out of it, and may have slept. */
  readonly onLook: () => void;
  /** The page came into view or went out of it. */
  readonly onSeen: (isSeen: boolean) => void;
  /** A server on this machine is there whatever the browser believes of the network. */
  readonly isServerLocal: () => boolean;
  readonly onSecond: (now: number) => void;
  readonly onBackOrForward: () => void;
}

/**
 * Tells the connections what happens to the page: shown and hidden, taken out of the back-forward cache, frozen and resumed,
 * asleep, offline and online again. Several of these come together when a computer wakes up: each is only a reason to look at
 * the clock and at the socket, so that they lead to one reconnect.
 */
export function watchPage(options: PageWatchOptions): void {
  const { drivers } = options;
  let wasSeen = true;
  const look = (): void => {
    if (document.hidden) for (const { connection } of drivers()) connection.visible(false);
    else for (const driver of drivers()) driver.wake();
    options.onLook();
    if (wasSeen !== !document.hidden) options.onSeen(!document.hidden);
    wasSeen = !document.hidden;
  };
  const network = (isOnline: boolean): void => {
    if (!isOnline && options.isServerLocal()) return;
    for (const { connection } of drivers()) connection.online(isOnline);
  };
  document.addEventListener('visibilitychange', look);
  // Frozen pages run no timers, and a computer that was suspended says no more than this.
  document.addEventListener('resume', look);
  window.addEventListener('pageshow', look);
  window.addEventListener('focus', look);
  window.addEventListener('online', () => network(true));
  window.addEventListener('offline', () => network(false));
  window.addEventListener('popstate', options.onBackOrForward);
  let lastSecond = Date.now();
  setInterval(() => {
    const now = Date.now();
    // Seconds that were slept through leave no other trace where the page was in view all along.
    if (now - lastSecond > SLEPT_MS) look();
    lastSecond = now;
    options.onSecond(now);
  }, 1_000);
}
