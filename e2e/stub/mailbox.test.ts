import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Mailbox } from './mailbox.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const isLong = (text: string): text is `${string}${string}` => text.length > 3;

describe('Mailbox', () => {
  it('gives what came in the order in which it came, whether it was waited for or not', async () => {
    const mailbox = new Mailbox<string>('the door', String);
    mailbox.put('a');
    mailbox.put('b');
    expect(await mailbox.next('a letter')).toBe('a');
    expect(await mailbox.next('a letter')).toBe('b');
    const later = mailbox.next('a letter');
    mailbox.put('c');
    expect(await later).toBe('c');
  });

  it('leaves what is not wanted for others', async () => {
    const mailbox = new Mailbox<string>('the door', String);
    const long = mailbox.nextWhere('a long letter', isLong);
    mailbox.put('hi');
    mailbox.put('hello');
    expect(await long).toBe('hello');
    expect(mailbox.untaken).toEqual(['hi']);
  });

  it('fails when nothing comes in time, and says what was waited for', async () => {
    const wait = new Mailbox<string>('the door', String).next('a letter', 500);
    const failure = expect(wait).rejects.toThrow('Waited 500 ms for a letter on the door; nothing came.');
    vi.advanceTimersByTime(500);
    await failure;
  });

  it('says what came instead', async () => {
    const mailbox = new Mailbox<string>('the door', (text) => `"${text}"`);
    const failure = expect(mailbox.nextWhere('a long letter', isLong)).rejects.toThrow(/what came instead: "hi", "yo"/);
    mailbox.put('hi');
    mailbox.put('yo');
    vi.advanceTimersByTime(60_000);
    await failure;
  });

  it('gives an item that came after a wait had failed to the next who asks', async () => {
    const mailbox = new Mailbox<string>('the door', String);
    const failure = expect(mailbox.next('a letter', 500)).rejects.toThrow('nothing came');
    vi.advanceTimersByTime(500);
    await failure;
    mailbox.put('late');
    expect(await mailbox.next('a letter')).toBe('late');
  });
});
