import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, type LogLine, type Settings } from '../../stores/index.ts';
import { preloadParts } from '../../ui/later-part.ts';
import { LogRow, type LogRowProps } from './log-row.tsx';
import { rowLook } from './row-look.ts';
import { tipOf } from './use-row-tips.ts';

const NOON = Date.UTC(2026, 10, 23, 12, 0, 0, 18);

function lineOf(fields: Partial<LogLine>): LogLine {
  const timestamp = new Date(NOON).toISOString();
  const base = { kind: 'line', seq: 7, id: 'log-7', time: NOON, timestamp, level: 'INFO', source: 'api' } as const;
  return { ...base, message: 'hello', metadataJson: '', ...fields };
}

interface Drawing extends Partial<Omit<LogRowProps, 'line' | 'look'>> {
  readonly settings?: Partial<Settings>;
  readonly isNarrow?: boolean;
}

function markup(fields: Partial<LogLine>, { settings = {}, isNarrow = false, ...props }: Drawing = {}): string {
  return renderToStaticMarkup(
    <LogRow
      line={lineOf(fields)}
      look={rowLook({ ...DEFAULT_SETTINGS, timeZone: 'utc', ...settings }, isNarrow)}
      now={0}
      referenceTime={undefined}
      previousTime={undefined}
      newDay=""
      isActive={false}
      isOpened={false}
      isExpanded={false}
      onToggle={() => undefined}
      repeats={1}
      unfolded={0}
      onFoldRepeats={() => undefined}
      {...props}
    />,
  );
}

function text(fields: Partial<LogLine>, drawing: Drawing = {}): string {
  return markup(fields, drawing)
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&quot;', '"');
}

describe('the time of a row', () => {
  it('is the time of day to the millisecond, its day and zone in the tooltip', () => {
    const drawing = { settings: { timeZone: 'Asia/Kathmandu' } };
    expect(text({}, drawing)).toMatch(/^17:45:00\.018 /);
    expect(tipOf('time', lineOf({}), 'Asia/Kathmandu')).toBe('2026-11-23 17:45:00.018 UTC+5:45 (Asia/Kathmandu)');
  });

  it('is how long ago it was, the tooltip as before', () => {
    const drawing: Drawing = { settings: { timeMode: 'relative' }, now: NOON + 3_204 };
    expect(text({}, drawing)).toMatch(/^-3\.204 s /);
    expect(tipOf('time', lineOf({}), 'utc')).toBe('2026-11-23 12:00:00.018 UTC');
  });

  it('is the difference to the pinned line, or to the row above where none is pinned', () => {
    const settings = { timeMode: 'delta' } as const;
    expect(text({}, { settings, previousTime: NOON - 412 })).toMatch(/^\+0\.412 s /);
    expect(text({}, { settings, previousTime: NOON - 412, referenceTime: NOON + 1_000 })).toMatch(/^-1\.000 s /);
    expect(text({}, { settings })).toMatch(/^– /);
  });

  it('is what the line says where that cannot be read as a time, in every mode', () => {
    for (const timeMode of ['absolute', 'relative', 'delta'] as const) {
      const drawing: Drawing = { settings: { timeMode }, previousTime: NOON };
      expect(text({ time: 9e17, timestamp: '999999999999999999' }, drawing)).toMatch(/^9{18} /);
      expect(text({ time: Number.NaN, timestamp: 'yesterday\u202e' }, drawing)).toMatch(/^yesterday⟨U\+202E⟩ /);
    }
  });
});

describe('a message of several lines', () => {
  const trace = 'Error: gone\n    at read (a.js:1)\n    at main (b.js:2)\n';

  it('is its first line and the number of the others, which a button shows', () => {
    expect(text({ message: trace })).toMatch(/Error: gone \+ 2 lines$/);
    expect(markup({ message: trace })).toContain('aria-expanded="false" aria-label="Show 2 more lines"');
    expect(text({ message: trace }, { settings: { isWrapped: true } })).not.toContain('at read');
    expect(markup({ message: 'a\nb' })).toContain('aria-label="Show 1 more line"');
  });

  it('is its first line that is not blank, whatever breaks it is written with', () => {
    expect(text({ message: `\n${trace}` })).toMatch(/Error: gone \+ 3 lines$/);
    expect(text({ message: `\n${trace}` }, { isExpanded: true })).toContain('\nError: gone\n    at read');
    const windows = trace.replaceAll('\n', '\r\n');
    expect(text({ message: windows })).toMatch(/Error: gone \+ 2 lines$/);
    expect(text({ message: windows }, { isExpanded: true })).toContain(
      'Error: gone\n    at read (a.js:1)\n    at main',
    );
  });

  it('is all of its lines once it is unfolded', () => {
    expect(text({ message: trace }, { isExpanded: true })).toContain(
      'Error: gone\n    at read (a.js:1)\n    at main (b.js:2)',
    );
    expect(markup({ message: trace }, { isExpanded: true })).toContain('aria-expanded="true" aria-label="Fold"');
  });

  it('is bounded when it is unfolded too, and says what is left', () => {
    const drawn = text({ message: `first\n${'x\n'.repeat(3_000)}last` }, { isExpanded: true });
    expect(drawn.split('\n')).toHaveLength(200);
    expect(drawn).toContain('… 2,802 more lines: open the line to read on');
    expect(text({ message: `a\n${'x'.repeat(50_000)}` }, { isExpanded: true })).toContain('more characters');
  });

  it('is none where a break only ends it', () => {
    for (const message of ['done\n', 'done\r\n', 'done']) {
      expect(markup({ message })).not.toContain('<button');
      expect(text({ message }, { isExpanded: true })).toMatch(/done$/);
    }
  });
});

describe('a message that is JSON', () => {
  it('is drawn as it came where reading it would round a number', () => {
    const message = '{"id":12345678901234567890,"path":"/x"}';
    expect(text({ message })).toContain(message);
    expect(text({ message: '{"id":"12345678901234567890"}' })).toContain('id=12345678901234567890');
  });

  const message = '{"level":"info","msg":"order placed","id":7,"who":{"a":[1]},"note":"two words","none":null}';

  it('is its words and then its fields', () => {
    expect(text({ message })).toMatch(
      /order placed {2}level=info {2}id=7 {2}who=\{"a":\[1\]\} {2}note="two words" {2}none=null$/,
    );
  });

  it('is as it is where it is an array, in one line', () => {
    expect(text({ message: '[{"a":1},\n  {"b":"two\\nlines"}]' })).toMatch(
      / \[\{"a":1\},\{"b":"two"\}\]( \+ 1 line)?$/,
    );
    expect(text({ message: `["${'x'.repeat(2_000)}"]` })).toMatch(/ \["x+…$/);
  });

  it('is drawn as it came where that is wanted, where it is none, and where it is too long', () => {
    expect(text({ message }, { settings: { showsJsonInline: false } })).toContain(message);
    for (const other of ['{"a":', '[main] ready', '{}', '[x]', '{"a":1} and more', `{"a":"${'x'.repeat(20_000)}"}`]) {
      expect(text({ message: other })).toContain(other.slice(0, 60));
    }
  });

  it('says how many fields it leaves out', () => {
    const many = JSON.stringify(Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`key${index}`, index])));
    expect(text({ message: many })).toMatch(/key15=15 {2}… 24 more fields$/);
  });

  it('shows no character that could hide, and no markup', () => {
    const hostile = JSON.stringify({ '\u202ekey': 'a\u0000b\nc', msg: '\u200bx', '<b>': '<i>' });
    expect(text({ message: hostile })).toMatch(/⟨U\+200B⟩x {2}⟨U\+202E⟩key=a⟨NUL⟩b {2}&lt;b&gt;=&lt;i&gt; \+ 1 line$/);
  });

  it('is all of its lines as they came once it is unfolded', () => {
    const pretty = '{\n  "a": 1\n}';
    expect(text({ message: pretty })).toMatch(/ a=1$/);
    expect(text({ message: pretty }, { isExpanded: true })).toContain(pretty);
  });
});

describe('a value of several lines', () => {
  const stack = 'Error: boom\n    at read (a.js:1)\r\n    at main (b.js:2)\n';
  const rest = '    at read (a.js:1)\n    at main (b.js:2)';

  it('is its first line in a message that is JSON, and its other lines below the row once it is unfolded', () => {
    const message = JSON.stringify({ level: 'error', msg: 'failed', stack, n: 1 });
    expect(text({ message })).toMatch(/failed {2}level=error {2}stack="Error: boom" {2}n=1 \+ 2 lines$/);
    expect(markup({ message })).toContain('aria-expanded="false" aria-label="Show 2 more lines"');
    expect(text({ message }, { isExpanded: true })).toMatch(/n=1$/m);
    expect(text({ message }, { isExpanded: true })).toContain(`\n${rest}`);
    expect(text({ message: JSON.stringify({ msg: stack }) })).toMatch(/api Error: boom \+ 2 lines$/);
    expect(text({ message }, { settings: { showsJsonInline: false } })).not.toContain('lines');
    expect(markup({ message: '{"path":"C:\\\\new"}' })).not.toContain('<button');
  });

  it('is its first line in the metadata, too, be it in an object, and on a phone that shows none of it', () => {
    const metadataJson = JSON.stringify({ user: 'ada', stack });
    expect(text({ metadataJson })).toMatch(/hello \+ 2 lines user=ada stack=Error: boom$/);
    expect(text({ metadataJson }, { isExpanded: true })).toMatch(
      /hello user=ada stack=Error: boom\n    at read.*\n    at main.*$/,
    );
    expect(text({ metadataJson }, { isNarrow: true })).toMatch(/hello \+ 3 lines$/);
    expect(text({ metadataJson }, { isNarrow: true, isExpanded: true })).toContain(`hello\nstack=Error: boom\n${rest}`);
    const deep = JSON.stringify({ error: { name: 'Error', stack } });
    expect(text({ metadataJson: deep })).toMatch(/hello \+ 2 lines error\.stack=Error: boom$/);
    expect(text({ metadataJson: deep, message: 'Error: boom' }, { isExpanded: true })).toMatch(
      /Error: boom\n    at read/,
    );
    const columns = [{ path: 'error.stack', widthCh: 10 }];
    expect(text({ metadataJson: deep }, { settings: { columns } })).toMatch(/api Error: boom hello \+ 2 lines$/);
  });

  it('stands below whole and by its name where there are several, and where its first line is not all in the row', () => {
    const message = JSON.stringify({ msg: 'failed', err: { stack }, cause: `${'x'.repeat(300)}\nend` });
    const metadataJson = JSON.stringify({ query: 'select *\nfrom orders' });
    expect(text({ message, metadataJson })).toMatch(
      /err=\{"stack":"Error: boom"\} {2}cause=x+… \+ 7 lines query=select \*$/,
    );
    expect(text({ message, metadataJson }, { isExpanded: true })).toContain(
      `\nerr.stack=Error: boom\n${rest}\ncause=${'x'.repeat(300)}\nend\nquery=select *\nfrom orders`,
    );
  });

  it('is told together with the lines of the message, and bounded as these are', () => {
    const many = `first\n${'x\n'.repeat(3_000)}last`;
    const metadataJson = JSON.stringify({ many });
    const fields = { message: 'one\ntwo', metadataJson };
    expect(text(fields)).toMatch(/one \+ 3,002 lines many=first$/);
    const drawn = text(fields, { isExpanded: true });
    expect(drawn).toMatch(/one\ntwo many=first\nx\n/);
    expect(drawn.split('\n')).toHaveLength(202);
    expect(drawn).toContain('… 2,801 more lines: open the line to read on');
    const long = JSON.stringify({ msg: `a\n${'x'.repeat(18_000)}` });
    expect(text({ message: long }, { isExpanded: true })).toContain('more characters');
  });
});

describe('columns', () => {
  const columns = [
    { path: 'request.id', widthCh: 10 },
    { path: 'gone', widthCh: 10 },
  ];
  const metadataJson = '{"request":{"id":"r-17"},"user":"ada"}';

  it('hold the value of their field, of whatever shape, in one line', () => {
    const shown = (value: object): string =>
      text({ metadataJson: JSON.stringify(value) }, { settings: { columns }, isNarrow: false });
    expect(shown({ request: { id: 'r-17' } })).toContain('api r-17  hello');
    expect(shown({ 'request.id': ['a', { b: 1 }] })).toContain('api ["a",{"b":1}]  hello');
    expect(shown({ request: { id: 'two\nlines\u202e' } })).toMatch(/api two {2}hello \+ 1 line$/);
    expect(shown({ request: { id: 'x'.repeat(10_000) } })).toContain(`${'x'.repeat(160)}…`);
    expect(shown({ request: { id: 'x'.repeat(30_000) } })).toContain('api … … hello');
    expect(shown({ request: 7 })).toContain('api   hello');
  });

  it('are not told again among the other fields', () => {
    const settings = { columns: [{ path: 'user', widthCh: 8 }] };
    expect(text({ metadataJson }, { settings })).toMatch(/api ada hello$/);
    expect(text({ metadataJson })).toMatch(/api hello user=ada$/);
  });

  it('are fields behind the message on a phone, which shows no others', () => {
    expect(text({ metadataJson }, { settings: { columns }, isNarrow: true })).toMatch(/api hello request\.id=r-17$/);
    expect(text({ metadataJson }, { isNarrow: true })).toMatch(/api hello$/);
  });
});

it('leaves the codes of colours out of values, whose rows have one colour for all of them', () => {
  const red = '\u001b[31mred\u001b[0m';
  const message = JSON.stringify({ msg: `${red} one`, plain: red, deep: { red, list: [red] }, [red]: 1 });
  expect(text({ message })).toMatch(/red one {2}plain=red {2}deep=\{"red":"red","list":\["red"\]\} {2}red=1$/);
  const metadataJson = JSON.stringify({ colour: red, other: { deep: [red] }, [red]: '\u009b31m1\u009b0m' });
  expect(text({ metadataJson })).toMatch(/hello colour=red red=1$/);
  const columns = [{ path: 'other', widthCh: 10 }];
  expect(text({ metadataJson }, { settings: { columns } })).toContain('{"deep":["red"]}');
});

it('keeps a colour that goes over several lines', async () => {
  await preloadParts(() => Promise.resolve());
  const message = '\u001b[31mError\n  at one\u001b[0m\nand on';
  expect(markup({ message }, { isExpanded: true })).toMatch(/light-dark[^>]*>Error\n {2}at one</);
});

it('leaves colours out where they are not wanted', async () => {
  await preloadParts(() => Promise.resolve());
  const message = '\u001b[31mred\u001b[0m alert';
  expect(markup({ message })).toContain('light-dark');
  expect(markup({ message }, { settings: { showsAnsi: false } })).not.toContain('light-dark');
  expect(text({ message }, { settings: { showsAnsi: false } })).toMatch(/red alert$/);
});
