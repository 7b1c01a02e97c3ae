import type { ConnectionState } from '../client/index.ts';

/** Which of the icons in `public/` the tab bears. */
export type PageIcon = 'favicon.svg' | 'favicon-paused.svg' | 'favicon-trouble.svg';

/** What the tab says when the page is behind others: whether it is live, and how many alerts nobody has looked at. */
export function pageTitle(state: ConnectionState, unreadCount: number): string {
  const unread = unreadCount === 0 ? '' : `(${unreadCount > 99 ? '99+' : unreadCount}) `;
  return `${unread}${wordOf(state)}NeuralLog Live`;
}

export function pageIcon(state: ConnectionState): PageIcon {
  switch (state.kind) {
    case 'idle':
    case 'connecting':
    case 'live':
    case 'polling':
      return 'favicon.svg';
    case 'paused':
    case 'ended':
      return 'favicon-paused.svg';
    case 'stalled':
    case 'reconnecting':
    case 'offline':
    case 'unauthorized':
      return 'favicon-trouble.svg';
  }
}

/** Writes both into the tab, where they have changed. */
export function showInTab(state: ConnectionState, unreadCount: number): void {
  const title = pageTitle(state, unreadCount);
  if (document.title !== title) document.title = title;
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  const address = `./${pageIcon(state)}`;
  if (icon !== null && icon.getAttribute('href') !== address) icon.setAttribute('href', address);
}

function wordOf(state: ConnectionState): string {
  switch (state.kind) {
    // Nothing is added where all is well, so that a word in the tab is worth a look.
    case 'idle':
    case 'connecting':
    case 'live':
      return '';
    case 'paused':
      return 'Paused · ';
    case 'polling':
      return 'Polling · ';
    case 'stalled':
      return 'Stalled · ';
    case 'reconnecting':
      return 'Reconnecting · ';
    case 'offline':
      return 'Offline · ';
    case 'unauthorized':
      return 'Sign in · ';
    case 'ended':
      return 'Ended · ';
  }
}
