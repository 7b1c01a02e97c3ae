import type { Connection } from '../client/index.ts';
import type { FrameBatcher } from './frame-batcher.ts';
import type { StreamEvent } from './route-events.ts';

export interface PageWatchOptions {
  readonly connections: readonly Connection[];
  readonly batcher: FrameBatcher<StreamEvent>;
  /** A server on this machine is there whatever the browser believes of the network. */
  readonly isServerLocal: () => boolean;
  readonly onSecond: (now: number) => void;
  readonly onBackOrForward: () => void;
}

/** Tells the connections what happens to the page: shown, hidden, woken up, offline and online again. */
export function watchPage(options: PageWatchOptions): void {
  const { connections, batcher } = options;
  const look = (): void => {
    for (const connection of connections) connection.visible(!document.hidden);
    batcher.visibilityChanged();
  };
  const network = (isOnline: boolean): void => {
    if (!isOnline && options.isServerLocal()) return;
    for (const connection of connections) connection.online(isOnline);
  };
  document.addEventListener('visibilitychange', look);
  window.addEventListener('pageshow', look);
  window.addEventListener('online', () => network(true));
  window.addEventListener('offline', () => network(false));
  window.addEventListener('popstate', options.onBackOrForward);
  setInterval(() => options.onSecond(Date.now()), 1_000);
}
