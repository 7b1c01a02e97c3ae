import { describe, expect, it } from 'vitest';
import { LineJoiner, MAX_JOINED_CHARACTERS, MAX_JOINED_LINES } from './continuation.ts';
import { LineSplitter } from './line-splitter.ts';

function join(text: string): string[] {
  const joiner = new LineJoiner();
  const lines = new LineSplitter().push(Buffer.from(`${text}\n`));
  return [...lines.flatMap((line) => joiner.push(line)), ...joiner.flush()].map((log) => log.text);
}

/** A log that goes on over several lines, between two that don't concern it. */
function expectOneLog(log: string, before = '2026-11-23T10:00:00Z INFO before'): void {
  const after = '2026-11-23T10:00:02Z INFO after';
  expect(join([before, log, after].join('\n'))).toEqual([before, log, after]);
}

describe('lines that go on with the line before', () => {
  it('joins the stack trace of a Java program, with its causes', () => {
    expectOneLog(
      `2026-11-23 10:00:01,000 ERROR [main] c.e.App - Failed
java.lang.IllegalStateException: boom
\tat com.example.App.run(App.java:10)
\tat com.example.App.main(App.java:5)
Caused by: java.io.IOException: disk
\tat com.example.Disk.write(Disk.java:7)
\t... 23 more
Caused by: java.lang.Error: deep
... 2 more`,
    );
  });

  it('joins a Python traceback up to its last line, and the ones chained to it', () => {
    expectOneLog(
      `ERROR:root:failed
Traceback (most recent call last):
  File "a.py", line 1, in <module>
    INFO = 1 / 0
ZeroDivisionError: division by zero

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "a.py", line 3, in <module>
    raise KeyError("x")
my.errors.KeyMissing: 'x'`,
    );
  });

  it('ends a Python traceback after its last line', () => {
    const trace = 'Traceback (most recent call last):\n  File "a.py", line 1, in f\nKeyboardInterrupt';
    expect(join(`${trace}\nready`)).toEqual([trace, 'ready']);
  });

  it('joins the dump of a Go program', () => {
    expectOneLog(
      `panic: runtime error: invalid memory address or nil pointer dereference
[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x48f5b8]

goroutine 1 [running]:
main.(*server).handle(0xc000010000, {0x4b5, 0x3})
\t/src/main.go:8 +0x1d
created by main.main in goroutine 7
\t/src/main.go:20 +0x25

goroutine 18 [chan receive, 2 minutes]:
main.main()
\t/src/main.go:30 +0x1
exit status 2`,
    );
  });

  it('joins the errors and objects that Node prints', () => {
    expectOneLog(
      `Error: connect ECONNREFUSED
    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1555:16) {
  code: 'ECONNREFUSED',
  address: { host: '127.0.0.1' },
  [cause]: Error: inner
      at f (a.js:1:1)
}`,
      'listening',
    );
    expectOneLog("Server options {\n  host: 'a',\n  ports: [\n    1,\n  ],\n}");
  });

  it('joins JSON that is spread over lines', () => {
    expect(join('{\n  "a": [\n    1\n  ]\n}\n{\n  "b": 2\n}')).toEqual([
      '{\n  "a": [\n    1\n  ]\n}',
      '{\n  "b": 2\n}',
    ]);
  });

  it('joins colourful frames', () => {
    expectOneLog('\u001b[31m2026-11-23 10:00:01 ERROR boom\u001b[0m\n\u001b[90m    at f (a.js:1:1)\u001b[39m');
  });

  it.each([
    '{"level":30,"msg":"x"}',
    '2026-11-23T10:00:00Z x',
    '[2026-11-23 10:00:00] x',
    'Nov 23 10:00:00 host app: x',
    '10:00:00.123 x',
    '23/Nov/2026:10:00:00 x',
    '<34>1 2026-11-23T10:00:00Z host app - - - x',
    'INFO x',
    '[WARN] x',
    '  INFO x',
    'error: x',
    'level=info msg=x',
    'I1123 10:00:00.000000 1 a.go:1] x',
    'just text',
    'java.lang.IllegalStateException: not followed by a frame',
  ])('never joins %s', (line) => {
    const trace = '2026-11-23T10:00:00Z ERROR boom';
    expect(join(`${trace}\n${line}\n${line}`)).toEqual([trace, line, line]);
    expect(join(`${trace}\n    at f (a.js:1:1)\n${line}`)).toEqual([`${trace}\n    at f (a.js:1:1)`, line]);
  });

  it('lets nothing join a JSON log on one line', () => {
    expect(join('{"a":1}\n  indented')).toEqual(['{"a":1}', '  indented']);
  });

  it('makes an exception a log of its own unless its frames show that it belongs to the one before', () => {
    expect(join('10:00:00 INFO x\nError: boom\nplain')).toEqual(['10:00:00 INFO x', 'Error: boom', 'plain']);
    expect(join('10:00:00 INFO x\nError: boom\n    at f')).toEqual(['10:00:00 INFO x\nError: boom\n    at f']);
    expect(join('listening\nError: boom\n    at f')).toEqual(['listening', 'Error: boom\n    at f']);
  });

  it('keeps blank lines inside a log only', () => {
    expect(join('a\n\n\n  b\n\nc\n\n')).toEqual(['a\n\n\n  b', 'c']);
    expect(join('\n \n')).toEqual([]);
  });

  it('ends a log that grows too long and begins another with what follows', () => {
    const frames = Array.from({ length: MAX_JOINED_LINES + 10 }, (_, index) => `  at f${index}`);
    const logs = join(['boom', ...frames].join('\n'));
    expect(logs.map((log) => log.split('\n').length)).toEqual([MAX_JOINED_LINES, 11]);
    const wide = ['boom', ...Array.from({ length: 4 }, () => `  ${'x'.repeat(MAX_JOINED_CHARACTERS / 3)}`)];
    expect(join(wide.join('\n')).every((log) => log.length <= MAX_JOINED_CHARACTERS)).toBe(true);
  });

  it('looks at hostile lines no longer than at others', () => {
    const joiner = new LineJoiner();
    const hostile = [
      'goroutine 1 [running]:',
      '('.repeat(1_000_000),
      'a.'.repeat(500_000),
      `at ${'('.repeat(500_000)}`,
    ];
    const lines = new LineSplitter().push(Buffer.from(`${hostile.join('\n')}\n`));
    const startMs = performance.now();
    for (const line of lines) joiner.push(line);
    expect(performance.now() - startMs).toBeLessThan(500);
  });

  it('says how far the input is used up, without what is held back', () => {
    const joiner = new LineJoiner();
    const splitter = new LineSplitter();
    const [over] = splitter.push(Buffer.from('10:00:00 a\n\n10:00:01 b\n')).flatMap((line) => joiner.push(line));
    expect(over).toMatchObject({ text: '10:00:00 a', startOffset: 0, endOffset: 12 });
    expect(joiner.isHolding).toBe(true);
    expect(joiner.flush()).toMatchObject([{ text: '10:00:01 b', startOffset: 12, endOffset: 23 }]);
  });
});
