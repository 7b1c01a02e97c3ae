import { describe, expect, it } from 'vitest';
import { createNotificationStore, type NotificationEntry } from '../../stores/index.ts';
import type { NotificationMessage } from '../../protocol/index.ts';
import { holdStill } from './steady-entries.ts';

const at = '2026-11-23T12:00:00.000Z';

function notice(title: string): NotificationMessage {
  return {
    type: 'system_notification',
    id: '',
    timestamp: at,
    data: { title, message: 'x', severity: 'info' },
  };
}

function titles(entries: readonly NotificationEntry[]): string[] {
  return entries.map(({ message }) => (message.type === 'system_notification' ? message.data.title : message.type));
}

describe('a tray that is read', () => {
  it('keeps its entries in their places while more come, and counts those', () => {
    const store = createNotificationStore();
    store.receive([notice('first'), notice('second')], 0);
    const held = store.getState().entries;
    store.receive([notice('third'), notice('first'), notice('first')], 1);
    expect(titles(store.getState().entries)).toEqual(['first', 'third', 'second']);
    const { shown, newCount } = holdStill(held, store.getState().entries);
    expect(titles(shown)).toEqual(['second', 'first']);
    expect(shown.map(({ count }) => count)).toEqual([1, 1]);
    expect(newCount).toBe(3);
  });

  it('shows what comes at once while there is nothing to read', () => {
    const store = createNotificationStore();
    store.receive([notice('first')], 0);
    const { shown, newCount } = holdStill([], store.getState().entries);
    expect([titles(shown), newCount]).toEqual([['first'], 0]);
  });

  it('takes in at its end what the server kept from before', () => {
    const store = createNotificationStore();
    store.receive([notice('live')], 0);
    const held = store.getState().entries;
    store.addEarlier([notice('earlier')]);
    const { shown, newCount } = holdStill(held, store.getState().entries);
    expect([titles(shown), newCount]).toEqual([['live', 'earlier'], 0]);
  });

  it('has nothing new when nothing came', () => {
    const store = createNotificationStore();
    store.receive([notice('first')], 0);
    const held = store.getState().entries;
    expect(holdStill(held, held).newCount).toBe(0);
  });
});
