import type { NotificationMessage } from '../../protocol/index.ts';
import { SimulatedDriver } from './simulated-driver.ts';

/** A notification that says nothing but its title, of a time of the server's clock; `NaN` for one that bears none. */
export function notification(id: string, time: number, title = 'T'): NotificationMessage {
  const timestamp = Number.isNaN(time) ? '' : new Date(time).toISOString();
  return { type: 'system_notification', id, timestamp, data: { title, message: '', severity: 'info' } };
}

/** REST answers with some, and with how many there are. */
export function answers(
  driver: SimulatedDriver,
  items: readonly NotificationMessage[],
  { total = items.length, hasMore = false, serverTime = driver.now } = {},
): void {
  const { limit = 0, offset = 0 } = driver.fetching?.request ?? {};
  const pagination = { total, limit, offset, hasMore };
  driver.answersPage({ ok: true, value: { stream: 'notifications', page: { items, pagination, serverTime } } });
}

/** One comes on the socket. */
export function comes(driver: SimulatedDriver, id: string, title = 'T'): void {
  driver.says('system_notification', { title, message: '', severity: 'info' }, id);
}

/** A stream that has been up for a while, with nothing on it. */
export function started(): SimulatedDriver {
  const driver = new SimulatedDriver({ stream: 'notifications' });
  driver.open();
  driver.opens();
  driver.advance(3_000);
  return driver;
}

/** A stream that held one of the id `held`, and was interrupted 5 s later. */
export function interrupted(): SimulatedDriver & { readonly heldAt: number } {
  const driver = started();
  comes(driver, 'held');
  const heldAt = driver.now;
  driver.advance(5_000);
  driver.closes();
  driver.advance(1_500);
  return Object.assign(driver, { heldAt });
}

/** Another socket opens and is up. */
export function returns(driver: SimulatedDriver): void {
  driver.opens();
  driver.advance(2_000);
}

/** No socket can be opened, so that REST is asked. */
export function polling(): SimulatedDriver {
  const driver = new SimulatedDriver({ stream: 'notifications' });
  driver.open();
  for (let attempt = 0; attempt < 3; attempt += 1) {
    driver.closes();
    driver.advance(3_000);
  }
  return driver;
}

/** The clock and the timer go on until a page is asked for. */
export function asks(driver: SimulatedDriver): void {
  for (let second = 0; second < 60 && driver.fetching === undefined; second += 1) driver.advance(1_000);
}

/** What the page was told of, in order: the ids of notifications, and `gap` where one is. */
export const told = (driver: SimulatedDriver) =>
  driver.events.flatMap((event) =>
    event.kind === 'notification' ? [event.message.id] : event.kind === 'gap' ? ['gap'] : [],
  );
