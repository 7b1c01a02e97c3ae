import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupMessages, OTHER, TemplateMiner } from './index.ts';
import { labelledLog, TEMPLATES } from './testing/labelled-logs.ts';

function templatesOf(messages: readonly string[]): string[] {
  const miner = new TemplateMiner();
  for (const message of messages) miner.add(message);
  return miner.patterns().map(({ text }) => text);
}

/** Which messages are together, whatever the groups are called. */
function partition(messages: readonly string[]): string {
  const groups = groupMessages(messages);
  const members = new Map<number, string[]>();
  for (const [at, group] of groups.entries()) members.set(group, [...(members.get(group) ?? []), messages[at] ?? '']);
  return [...members.values()]
    .map((lines) => lines.toSorted().join('\n'))
    .toSorted()
    .join('\n\n');
}

/** What lines are made of. */
const PIECES = [
  'took',
  'user=',
  '=',
  'a',
  '12',
  '-0.5',
  '1e9',
  '10.0.0.1:80',
  '/var/log',
  'C:\\x',
  'https://a.b/c?d=1',
  '()',
  '[]',
  ',',
  ', ',
  ' ',
  '  ',
  '\t',
  ':',
  'Mon',
  'Jun',
  '2026-11-23',
  '12:00:00',
  'ms',
  'KB',
  '"',
  '\u001b[31m',
  '\n',
  'true',
  'null',
  'blk_-5',
  '0xff',
  'x@y.org',
  'host.example.com',
  '::1',
  'é',
  '\r',
  '\u001b',
  '\u0001n',
  '…',
  '<',
  '>',
];

/** Words, numbers and signs as they stand in logs, and what nobody expects. */
const message = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }).map((pieces) => pieces.join('')),
);

describe('templates', () => {
  it.each([
    [['took 12 ms', 'took 5 s'], 'took ‹num› ‹*›'],
    [['from 10.0.0.1:80 to /10.0.0.2:9'], 'from ‹ip› to ‹ip›'],
    [['removed blk_1 blk_-22 blk_3', 'removed blk_9'], 'removed ‹*›'],
    [['sizes [1, 2, 3] here', 'sizes [] here'], 'sizes [‹*›] here'],
    [['job 5f0c24d0-7d3c-4f1b-9d3e-0a1b2c3d4e5f done'], 'job ‹uuid› done'],
    [['at 2026-11-23 10:15:30,123 stopped'], 'at ‹time› stopped'],
    [['read /etc/hosts and C:\\logs\\a.txt'], 'read ‹path› and ‹path›'],
    [['GET https://example.com/a?b=1 failed'], 'GET ‹url› failed'],
    [['user=anna ok=true', 'user= ok=false'], 'user=‹*› ok=‹bool›'],
    [['{"event":"login","user":"anna"}', '{"event":"login","user":"bela"}'], '{"event":"login","user":"‹*›"}'],
    [['login by ssh2'], 'login by ssh2'],
    [['TCP/IP read/write'], 'TCP/IP read/write'],
    [['\u001b[31mred 1\u001b[0m'], 'red ‹num›'],
    [['first line 1\n  at somewhere', 'first line 2\n  at elsewhere'], 'first line ‹num›‹…›'],
    [[''], ''],
  ])('of %j', (messages, template) => {
    expect(templatesOf(messages)).toEqual([template]);
  });

  it('tell few words in a place apart, and take many for values', () => {
    const names = ['anna', 'bela', 'cedric', 'dora', 'emil', 'freya'];
    const lines = (word: string): string[] =>
      names.flatMap((name) => [`door ${word} by ${name}`, `door ${word} by ${name}`]);
    expect(templatesOf([...lines('opened'), ...lines('closed')]).toSorted()).toEqual([
      'door closed by ‹*›',
      'door opened by ‹*›',
    ]);
  });
});

describe('the miner', () => {
  it('groups the same lines the same in whichever order they come', () => {
    const { messages } = labelledLog(Object.values(TEMPLATES).flat(), 1_500, 9);
    const expected = partition(messages);
    fc.assert(
      fc.property(fc.shuffledSubarray([...messages], { minLength: messages.length }), (shuffled) => {
        expect(partition(shuffled)).toBe(expected);
      }),
      { numRuns: 5 },
    );
  });

  it('groups hostile lines the same in whichever order they come', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 40 }), (messages) => {
        expect(partition(messages.toReversed())).toBe(partition(messages));
      }),
    );
  });

  it('finds the same when it is asked in between', () => {
    const { messages } = labelledLog(TEMPLATES['remote shell'] ?? [], 1_000, 3);
    const asked = new TemplateMiner();
    for (const [at, each] of messages.entries()) {
      asked.add(each);
      if (at % 100 === 0) asked.patterns();
    }
    expect(
      asked
        .patterns()
        .map(({ text }) => text)
        .toSorted(),
    ).toEqual(templatesOf(messages).toSorted());
  });

  it('keeps the name of a pattern as it grows', () => {
    const miner = new TemplateMiner();
    for (let at = 0; at < 9; at += 1) miner.add('session opened for user anna');
    const [before] = miner.patterns();
    for (const name of ['bela', 'cedric', 'dora', 'emil', 'freya']) miner.add(`session opened for user ${name}`);
    const after = miner.patterns();
    expect(after.map(({ id, text, count }) => ({ id, text, count }))).toEqual([
      { id: before?.id, text: 'session opened for user ‹*›', count: 14 },
    ]);
  });

  it('says what a line would be of, and learns nothing from it', () => {
    const miner = new TemplateMiner();
    for (const name of ['anna', 'bela', 'cedric', 'dora', 'emil']) miner.add(`hello ${name} 1`);
    const [pattern] = miner.patterns();
    expect(miner.match('hello emil 7')).toBe(pattern?.id);
    expect(miner.match('hello uwe 7')).toBe(pattern?.id);
    expect(miner.match('goodbye emil')).toBeUndefined();
    expect(miner.patterns()).toHaveLength(1);
    expect(pattern?.count).toBe(5);
  });

  it('stays within its bounds, and counts what it has no room for', () => {
    const miner = new TemplateMiner({ maxForms: 100 });
    const lines = fc.sample(fc.string({ minLength: 20, maxLength: 40 }), { numRuns: 10_000, seed: 1 });
    let others = 0;
    for (const line of lines) if (miner.add(line) === OTHER) others += 1;
    expect(miner.patterns().length).toBeLessThanOrEqual(100);
    const counted = miner.patterns().reduce((sum, { count }) => sum + count, 0);
    expect(others).toBeGreaterThan(0);
    expect(counted + others).toBe(10_000);
  });

  it('looks at the beginning of a line of a megabyte', () => {
    const long = (word: string): string => `dump ${word} ${'x y=1, '.repeat(150_000)}`;
    expect(templatesOf([long('begins'), long('begins')])).toHaveLength(1);
    expect(templatesOf([long('begins'), long('begins'), long('ends'), long('ends')])).toHaveLength(2);
    expect(templatesOf(['x'.repeat(1_000_000)])).toHaveLength(1);
    expect(templatesOf(['('.repeat(1_000_000)])).toHaveLength(1);
    expect(templatesOf(['1.'.repeat(500_000)])).toHaveLength(1);
  });

  it('never throws at a line', () => {
    fc.assert(
      fc.property(fc.array(message), (messages) => {
        expect(groupMessages(messages)).toHaveLength(messages.length);
      }),
    );
  });
});
