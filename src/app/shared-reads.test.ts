import { describe, expect, it } from 'vitest';
import { SharedReads, type ReadChannel } from './shared-reads.ts';

/** Tabs of one browser: what one posts on a channel the others of that name hear. */
class Browser {
  readonly #channels = new Set<{
    readonly name: string;
    readonly channel: ReadChannel;
    readonly listeners: ((event: { readonly data: unknown }) => void)[];
  }>();
  readonly posted: unknown[] = [];

  readonly open = (name: string): ReadChannel => {
    const listeners: ((event: { readonly data: unknown }) => void)[] = [];
    const channel: ReadChannel = {
      addEventListener: (_, listener) => void listeners.push(listener),
      postMessage: (data) => {
        this.posted.push(data);
        for (const other of this.#channels) {
          if (other.name === name && other.channel !== channel) for (const hear of other.listeners) hear({ data });
        }
      },
      close: () => void this.#channels.delete(entry),
    };
    const entry = { name, channel, listeners };
    this.#channels.add(entry);
    return channel;
  };

  /** Any page of the origin can post to a channel. */
  post(name: string, data: unknown): void {
    for (const other of this.#channels) if (other.name === name) for (const hear of other.listeners) hear({ data });
  }

  tab(scope: string) {
    const heard: (readonly string[])[] = [];
    const reads = new SharedReads({ open: this.open, onRead: (ids) => heard.push(ids) });
    reads.join(scope);
    return { reads, heard };
  }
}

describe('what was read in one tab', () => {
  it('is heard in the others, by its ids alone', () => {
    const browser = new Browser();
    const [one, other] = [browser.tab('acme'), browser.tab('acme')];
    one.reads.tell(['a', '', 'b']);
    expect(other.heard).toEqual([['a', 'b']]);
    expect(one.heard).toEqual([]);
    expect(browser.posted).toEqual([['a', 'b']]);
  });

  it('is not heard by tabs of another tenant, nor by one that signed out', () => {
    const browser = new Browser();
    const [one, other, gone] = [browser.tab('acme'), browser.tab('other'), browser.tab('acme')];
    gone.reads.leave();
    one.reads.tell(['a']);
    expect([other.heard, gone.heard]).toEqual([[], []]);
    gone.reads.tell(['b']);
    expect(one.heard).toEqual([]);
  });

  it('is heard in the new scope alone after another sign-in', () => {
    const browser = new Browser();
    const [one, other] = [browser.tab('acme'), browser.tab('acme')];
    other.reads.join('other');
    one.reads.tell(['a']);
    expect(other.heard).toEqual([]);
  });

  it('is told in parts where it is much', () => {
    const browser = new Browser();
    const [one, other] = [browser.tab('acme'), browser.tab('acme')];
    one.reads.tell(Array.from({ length: 1_200 }, (_, index) => `n${index}`));
    expect(other.heard.map((ids) => ids.length)).toEqual([500, 500, 200]);
  });

  it.each([
    ['no list', { ids: ['a'] }],
    ['no ids', [1, null, '', 'x'.repeat(300), {}]],
    ['too many', Array.from({ length: 501 }, () => 'a')],
  ])('is ignored where it is %s', (_, data) => {
    const browser = new Browser();
    const { heard } = browser.tab('acme');
    browser.post('neurallog read acme', data);
    expect(heard).toEqual([]);
  });

  it('stays in its tab where a browser has no channel', () => {
    const reads = new SharedReads({
      open: () => {
        throw new Error('forbidden');
      },
      onRead: () => undefined,
    });
    expect(() => {
      reads.join('acme');
      reads.tell(['a']);
      reads.leave();
    }).not.toThrow();
  });
});
