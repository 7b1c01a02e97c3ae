import { parseTimestamp } from '../protocol/index.ts';
import type { NotificationStore } from '../stores/index.ts';
import { REST_TIMEOUT_MS, restLoaded, type RestCalls } from './rest-calls.ts';
import type { Session } from './session.ts';

const MOST = 100;

export interface EarlierNotificationsParts {
  readonly session: Pick<Session, 'credential'>;
  readonly rest: () => RestCalls | undefined;
  readonly notificationStore: NotificationStore;
}

/** Fills the tray with the newest of those that the server keeps, behind what comes live. */
export async function fetchEarlierNotifications(parts: EarlierNotificationsParts): Promise<void> {
  const { session, rest, notificationStore } = parts;
  const request = { limit: MOST, sort: 'desc' } as const;
  // They are nothing that the first line should wait for.
  await restLoaded();
  const { credential } = session;
  const answer = await rest()?.fetchNotifications(request, AbortSignal.timeout(REST_TIMEOUT_MS));
  // A server that keeps none is no fault: the tray then begins with what comes live.
  // An answer for somebody who has signed out meanwhile is nobody's.
  if (answer?.ok === true && session.credential === credential) {
    notificationStore.addEarlier(
      answer.value.items.toSorted((a, b) => parseTimestamp(b.timestamp) - parseTimestamp(a.timestamp)),
    );
  }
}
