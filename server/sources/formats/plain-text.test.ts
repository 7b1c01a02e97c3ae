import { describe, expect, it } from 'vitest';
import { read, READ_AT, untimed } from './test-samples.ts';

describe('a line of plain text', () => {
  it('bears the milliseconds of a time since 1970 at its beginning', () => {
    const seconds = Math.trunc(READ_AT / 1000) - 60;
    expect(read(`${seconds}.25 tick`)).toMatchObject({ time: seconds * 1000 + 250, message: 'tick' });
    expect(read(`[${seconds}] tick`)).toMatchObject({ time: seconds * 1000, message: 'tick' });
    expect(read(`${seconds}123 tick`)).toMatchObject({ time: seconds * 1000 + 123, message: 'tick' });
  });

  it.each([
    'just words, and more: words',
    '12:00:00 elapsed',
    '1234567890 items processed',
    'LOG file opened',
    'information: none',
    '2026-11-23 is a Monday',
    '2026-13-45 99:99:99 is no time',
    '[worker-3] started a job',
    'Alert the media',
    'well: this = that',
    '(1) first | second',
    '',
  ])('that only resembles a layout stays a message: %s', (line) => {
    expect(read(line)).toEqual({
      id: '',
      time: READ_AT,
      timestamp: untimed,
      level: 'INFO',
      message: line,
      source: 'app.log',
      metadata: {},
    });
  });

  it.each([
    ['Error: boom', 'ERROR'],
    ['TypeError: x is not a function', 'ERROR'],
    ['Uncaught java.lang.IllegalStateException: no', 'ERROR'],
    ['Exception in thread "main" java.lang.Error', 'ERROR'],
    ['Traceback (most recent call last):', 'ERROR'],
    ['panic: runtime error: index out of range', 'FATAL'],
    ['FATAL could not start', 'FATAL'],
    ['E: Unable to locate package', 'ERROR'],
    ['An Error: in the middle', 'INFO'],
    ['ErrorBoundary mounted', 'INFO'],
  ])('that begins like an error is one: %s', (line, level) => {
    expect(read(line)).toMatchObject({ level, time: READ_AT });
  });

  it('keeps brackets that are no thread in its message', () => {
    expect(read('2026-11-23 12:00:00 [worker-3] started').message).toBe('[worker-3] started');
  });

  it('keeps a level that is a word of its message', () => {
    expect(read('2026-11-23 12:00:00 error opening a file')).toMatchObject({
      level: 'ERROR',
      message: 'error opening a file',
    });
  });

  it('is read through its colours, and keeps those of its message', () => {
    const line = '\u001b[2m2026-11-23T12:00:00Z\u001b[0m \u001b[33mWARN\u001b[39m disk \u001b[1mfull\u001b[0m';
    expect(read(line)).toMatchObject({
      timestamp: '2026-11-23T12:00:00.000Z',
      level: 'WARN',
      message: 'disk \u001b[1mfull\u001b[0m',
      raw: line,
    });
  });

  it('keeps a colour on that was on before its message began', () => {
    expect(read('\u001b[31mERROR: all red\u001b[0m').message).toBe('\u001b[31mall red\u001b[0m');
  });

  it('of nothing but a time and a level is shown whole', () => {
    expect(read('2026-11-23T12:00:00Z INFO')).toMatchObject({ message: '2026-11-23T12:00:00Z INFO', level: 'INFO' });
  });

  it('keeps the lines that follow it', () => {
    const text = '2026-11-23T12:00:00Z ERROR failed\njava.lang.Error: x\n\tat A.b(A.java:1)';
    expect(read(text)).toMatchObject({
      level: 'ERROR',
      message: 'failed\njava.lang.Error: x\n\tat A.b(A.java:1)',
      raw: text,
    });
  });
});
