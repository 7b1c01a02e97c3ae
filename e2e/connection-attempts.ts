import { expect, type Locator, type Page } from '@playwright/test';
import type { StreamName } from '../src/protocol/index.ts';
import type { Dashboard } from './dashboard.ts';

/** Counts the sockets that the page asks for, whatever becomes of them. */
export function countSockets(page: Page): (stream: StreamName) => number {
  const addresses: string[] = [];
  page.on('websocket', (socket) => addresses.push(socket.url()));
  const paths = { logs: '/v1/logs/stream', notifications: '/v1/notifications' };
  return (stream) => addresses.filter((address) => new URL(address).pathname === paths[stream]).length;
}

/** Lets time pass until the page has asked for so many sockets of a stream. */
export async function passUntil(page: Page, count: () => number, expected: number): Promise<void> {
  await expect
    .poll(async () => {
      await page.clock.fastForward(500);
      return count();
    })
    .toBe(expected);
}

/** The reason of a state stands in the tooltip of its words. */
export function why(dashboard: Dashboard): Locator {
  return dashboard.connection.locator('[title]');
}
