import { describe, expect, it } from 'vitest';
import type { NotificationMessage } from '../protocol/index.ts';
import { createNotificationStore, foldKeyOf, severityOf } from './notification-store.ts';

const NOW = Date.UTC(2026, 10, 23, 10);
const timestamp = new Date(NOW).toISOString();

function rule(id: string, ruleId = 'r1', severity = 'high'): NotificationMessage {
  const data = { ruleId, ruleName: ruleId, triggeredAt: timestamp, logId: `log-${id}`, severity };
  return { type: 'rule_triggered', id, timestamp, data };
}

function action(id: string, status: string): NotificationMessage {
  const data = { actionId: 'a1', actionName: 'Page', executedAt: timestamp, status, ruleId: 'r1' };
  return { type: 'action_executed', id, timestamp, data };
}

function system(id: string, title: string, severity = 'info'): NotificationMessage {
  return { type: 'system_notification', id, timestamp, data: { title, message: 'm', severity } };
}

function summaryOf(store: ReturnType<typeof createNotificationStore>): string[] {
  return store
    .getState()
    .entries.map((entry) => `${entry.message.id} ×${entry.count}${entry.isUnread ? ' unread' : ''}`);
}

describe('what comes live', () => {
  it('stands newest first and is unread', () => {
    const store = createNotificationStore();
    store.receive([rule('1'), system('2', 'hello')], NOW);
    store.receive([action('3', 'success')], NOW + 1);
    expect(summaryOf(store)).toEqual(['3 ×1 unread', '2 ×1 unread', '1 ×1 unread']);
    expect(store.getState().unreadCount).toBe(3);
    expect(store.getState().entries[0]?.receivedAt).toBe(NOW + 1);
  });

  it('folds a repeat into the unread entry, which comes to the top and keeps its key', () => {
    const store = createNotificationStore();
    store.receive([rule('1'), rule('2', 'r2')], NOW);
    const key = store.getState().entries.at(-1)?.key;
    store.receive([rule('3'), rule('4')], NOW + 5);
    expect(summaryOf(store)).toEqual(['4 ×3 unread', '2 ×1 unread']);
    expect(store.getState().entries[0]).toMatchObject({ key, receivedAt: NOW + 5 });
    expect(store.getState().unreadCount).toBe(2);
  });

  it('does not fold into what was read already', () => {
    const store = createNotificationStore();
    store.receive([rule('1')], NOW);
    store.markRead(store.getState().entries.map((entry) => entry.key));
    store.receive([rule('2')], NOW);
    expect(summaryOf(store)).toEqual(['2 ×1 unread', '1 ×1']);
    expect(store.getState().unreadCount).toBe(1);
  });

  it('takes an id once, however it comes, and tells messages without an id apart', () => {
    const store = createNotificationStore();
    store.receive([rule('1'), rule('1')], NOW);
    store.receive([rule('1')], NOW);
    store.addEarlier([rule('1')]);
    store.receive([system('', 'a'), system('', 'a')], NOW);
    expect(summaryOf(store)).toEqual([' ×2 unread', '1 ×1 unread']);
  });

  it('is bounded, and what had to go is counted', () => {
    const store = createNotificationStore();
    store.receive(
      Array.from({ length: 600 }, (_, index) => rule(`n${index}`, `r${index}`)),
      NOW,
    );
    const { entries, evictedCount, unreadCount } = store.getState();
    expect([entries.length, evictedCount, unreadCount]).toEqual([500, 100, 500]);
    expect([entries[0]?.message.id, entries.at(-1)?.message.id]).toEqual(['n599', 'n100']);
  });

  it('keeps up with tens of thousands that waited while the page was hidden', () => {
    const store = createNotificationStore();
    const started = performance.now();
    store.receive(
      Array.from({ length: 30_000 }, (_, index) => rule(`n${index}`, `r${index}`)),
      NOW,
    );
    expect(store.getState().evictedCount).toBe(29_500);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

describe('what the server kept from before', () => {
  it('comes below what is there, read, at its own time and without a toast', () => {
    const store = createNotificationStore();
    store.receive([rule('live')], NOW + 9);
    store.addEarlier([rule('b'), rule('a')]);
    expect(summaryOf(store)).toEqual(['live ×1 unread', 'b ×1', 'a ×1']);
    expect(store.getState().entries[1]?.receivedAt).toBe(NOW);
    expect(store.takeToasts().map((entry) => entry.message.id)).toEqual(['live']);
  });

  it('is there once even without an id, whichever way it comes first', () => {
    const store = createNotificationStore();
    store.receive([system('', 'live')], NOW);
    store.addEarlier([system('', 'live'), system('', 'before')]);
    store.addEarlier([system('', 'before')]);
    store.receive([system('', 'before')], NOW);
    const titles = store.getState().entries.map(({ message, count }) => [foldKeyOf(message), count]);
    expect(titles).toEqual([
      [foldKeyOf(system('', 'live')), 1],
      [foldKeyOf(system('', 'before')), 1],
    ]);
    expect(store.takeToasts()).toHaveLength(1);
  });

  it('does not hide what says the same later, or without a time', () => {
    const store = createNotificationStore();
    const timeless = { ...system('', 'b'), timestamp: '' };
    store.addEarlier([system('', 'a'), timeless]);
    const later = new Date(NOW + 1).toISOString();
    store.receive([{ ...system('', 'a'), timestamp: later }, timeless], NOW);
    expect(store.getState().unreadCount).toBe(2);
    expect(store.takeToasts()).toHaveLength(2);
  });
});

describe('toasts', () => {
  it('are handed over once, oldest first, a repeat with its count', () => {
    const store = createNotificationStore();
    store.receive([rule('1'), system('2', 'x'), rule('3')], NOW);
    expect(store.takeToasts().map((entry) => [entry.message.id, entry.count])).toEqual([
      ['3', 2],
      ['2', 1],
    ]);
    expect(store.takeToasts()).toEqual([]);
  });

  it('are bounded: of many the newest', () => {
    const store = createNotificationStore();
    for (let index = 0; index < 15; index += 1) store.receive([rule(`n${index}`, `r${index}`)], NOW);
    const toasts = store.takeToasts();
    expect([toasts.length, toasts[0]?.message.id, toasts.at(-1)?.message.id]).toEqual([10, 'n5', 'n14']);
  });

  it('do not come of what is muted, which still reaches the tray', () => {
    const store = createNotificationStore();
    store.setMuted(foldKeyOf(rule('x')), true);
    store.receive([rule('1'), rule('2', 'r2')], NOW);
    expect(store.takeToasts().map((entry) => entry.message.id)).toEqual(['2']);
    expect(store.getState().unreadCount).toBe(2);
    store.setMuted(foldKeyOf(rule('x')), false);
    store.receive([rule('3')], NOW);
    expect(store.takeToasts().map((entry) => entry.message.id)).toEqual(['3']);
  });
});

describe('what was read in another tab', () => {
  it('is read here, together with what was folded into it, and makes no toast', () => {
    const store = createNotificationStore();
    store.receive([rule('1'), rule('2'), rule('3', 'r2')], NOW);
    store.markReadElsewhere(['2']);
    expect(summaryOf(store)).toEqual(['3 ×1 unread', '2 ×2']);
    expect(store.takeToasts().map((entry) => entry.message.id)).toEqual(['3']);
  });

  it('is read here even where it comes here later', () => {
    const store = createNotificationStore();
    store.receive([rule('1')], NOW);
    store.markReadElsewhere(['2']);
    expect(store.getState().unreadCount).toBe(1);
    store.receive([rule('2')], NOW);
    expect(summaryOf(store)).toEqual(['2 ×2']);
    expect(store.takeToasts()).toEqual([]);
    store.receive([rule('3')], NOW);
    expect(summaryOf(store)).toEqual(['3 ×1 unread', '2 ×2']);
  });

  it('is bounded where it never comes, and forgotten on clearing', () => {
    const store = createNotificationStore();
    store.markReadElsewhere(Array.from({ length: 1_500 }, (_, index) => `n${index}`));
    store.receive([rule('n499', 'a'), rule('n500', 'b')], NOW);
    expect(summaryOf(store)).toEqual(['n500 ×1', 'n499 ×1 unread']);
    store.clear();
    store.receive([rule('n1499')], NOW);
    expect(store.getState().unreadCount).toBe(1);
  });
});

describe('reading and clearing', () => {
  it('answers which messages were unread until now, once', () => {
    const store = createNotificationStore();
    store.receive([rule('1'), rule('2', 'r2')], NOW);
    const keys = store.getState().entries.map((entry) => entry.key);
    expect(store.markRead(keys)).toEqual(['2', '1']);
    expect(store.markRead(keys)).toEqual([]);
  });

  it('forgets everything on clearing, so that nothing reaches the next person and the same can come again', () => {
    const store = createNotificationStore();
    store.receive([rule('1')], NOW);
    store.clear();
    expect(store.getState()).toMatchObject({ entries: [], unreadCount: 0 });
    expect(store.takeToasts()).toEqual([]);
    store.addEarlier([rule('1')]);
    expect(summaryOf(store)).toEqual(['1 ×1']);
  });
});

describe('what decides', () => {
  it('is the severity: known ones in any case, unknown ones as info, an action by its status', () => {
    expect(severityOf(rule('1', 'r', 'CRITICAL'))).toBe('critical');
    expect(severityOf(rule('1', 'r', 'warning'))).toBe('medium');
    expect(severityOf(system('1', 't', '__proto__'))).toBe('info');
    expect(severityOf(action('1', 'Success'))).toBe('info');
    expect(severityOf(action('1', 'timeout'))).toBe('high');
  });

  it('is the same thing again: rules by id, actions by id and status, system notifications by what they say', () => {
    expect(foldKeyOf(rule('1'))).toBe(foldKeyOf(rule('2')));
    expect(foldKeyOf(action('1', 'success'))).not.toBe(foldKeyOf(action('2', 'failed')));
    expect(foldKeyOf(system('1', 'a'))).not.toBe(foldKeyOf(system('2', 'b')));
  });
});
