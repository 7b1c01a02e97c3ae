import { describe, expect, it } from 'vitest';
import { local, read, READ_AT } from './test-samples.ts';

const AT = '2026-11-23T12:00:00.123Z';
const MS = Date.parse(AT);

describe('a JSON line', () => {
  it.each([
    [
      'pino',
      { level: 50, time: MS, pid: 7, hostname: 'h', name: 'api', msg: 'm', order: 'ord_1' },
      { pid: 7, hostname: 'h', order: 'ord_1' },
    ],
    [
      'bunyan',
      { name: 'api', hostname: 'h', pid: 7, level: 50, msg: 'm', time: AT, v: 0 },
      { hostname: 'h', pid: 7, v: 0 },
    ],
    ['zap', { level: 'error', ts: MS / 1000, logger: 'api', caller: 'a.go:1', msg: 'm' }, { caller: 'a.go:1' }],
    [
      'Logstash',
      { '@timestamp': AT, '@version': '1', message: 'm', logger_name: 'api', level: 'ERROR' },
      { '@version': '1' },
    ],
    [
      'ECS, dotted',
      { '@timestamp': AT, 'log.level': 'error', message: 'm', 'service.name': 'api', 'trace.id': 't' },
      { 'trace.id': 't' },
    ],
    [
      'ECS, nested',
      { '@timestamp': AT, log: { level: 'error' }, message: 'm', service: { name: 'api' } },
      { log: { level: 'error' }, service: { name: 'api' } },
    ],
    ['python-json-logger', { asctime: AT, levelname: 'ERROR', name: 'api', message: 'm', lineno: 3 }, { lineno: 3 }],
    ['structlog', { event: 'm', level: 'error', logger: 'api', timestamp: AT }, {}],
    ['Monolog', { message: 'm', level: 400, level_name: 'ERROR', datetime: AT, app: 'api' }, { level: 400 }],
    ['Serilog', { '@t': AT, '@m': 'm', '@l': 'Error', Application: 'api' }, {}],
    ['GELF', { short_message: 'm', level: 3, timestamp: MS / 1000, host: 'h', service: 'api' }, { host: 'h' }],
    [
      'Google Cloud',
      {
        severity: 'ERROR',
        timestamp: AT,
        jsonPayload: { message: 'm' },
        resource: { labels: { container_name: 'api' } },
      },
      { jsonPayload: { message: 'm' }, resource: { labels: { container_name: 'api' } } },
    ],
    [
      'tracing',
      { timestamp: AT, level: 'ERROR', fields: { message: 'm' }, target: 'api' },
      { fields: { message: 'm' } },
    ],
    ['journald', { __REALTIME_TIMESTAMP: `${MS}456`, PRIORITY: '3', SYSLOG_IDENTIFIER: 'api', MESSAGE: 'm' }, {}],
    ['MongoDB', { t: { $date: AT }, s: 'E', c: 'NETWORK', name: 'api', msg: 'm' }, { c: 'NETWORK' }],
    ['nanoseconds', { time: `${MS}000000`, level: 'err', app: 'api', text: 'm' }, {}],
  ])('of %s is read', (_program, fields, metadata) => {
    const line = JSON.stringify(fields);
    expect(read(line)).toEqual({
      id: '',
      time: MS,
      timestamp: AT,
      level: 'ERROR',
      message: 'm',
      source: 'api',
      metadata,
      raw: line,
    });
  });

  it('that Docker put into its envelope is read inside', () => {
    const inner = JSON.stringify({ level: 50, time: MS, name: 'api', msg: 'm' });
    const line = JSON.stringify({ log: `${inner}\n`, stream: 'stderr', time: '2026-11-23T12:00:01.5Z' });
    expect(read(line)).toMatchObject({
      time: MS,
      level: 'ERROR',
      message: 'm',
      source: 'api',
      metadata: { stream: 'stderr' },
    });
  });

  it('keeps an error with its stack in the metadata', () => {
    const err = { type: 'TypeError', message: 'x', stack: 'TypeError: x\n    at y' };
    expect(read(JSON.stringify({ level: 50, msg: 'failed', err })).metadata).toEqual({ err });
    expect(read(JSON.stringify({ level: 50, err })).message).toBe('x');
  });

  it('without a message says its request, and how it ended', () => {
    const line = JSON.stringify({ request: { method: 'GET', uri: '/a' }, status: 503, time: AT });
    expect(read(line)).toMatchObject({ message: 'GET /a 503', level: 'ERROR' });
  });

  it('without anything known is its own message', () => {
    const log = read('{"a":1,"b":[2]}');
    expect(log).toMatchObject({ message: '{"a":1,"b":[2]}', level: 'INFO', time: READ_AT, metadata: { a: 1, b: [2] } });
    expect(log).not.toHaveProperty('raw');
  });

  it('keeps a level that nobody knows, in upper case', () => {
    expect(read('{"level":"audit","msg":"m"}').level).toBe('AUDIT');
  });

  it('keeps a number that is no time where it is', () => {
    expect(read('{"time":12.5,"msg":"m"}')).toMatchObject({ time: READ_AT, metadata: { time: 12.5 } });
    expect(read('{"time":"soon","msg":"m"}')).toMatchObject({ time: READ_AT, metadata: { time: 'soon' } });
  });

  it('with keys of the prototype is data like any other', () => {
    const { metadata } = read('{"msg":"m","__proto__":{"polluted":true},"constructor":1}');
    expect(Object.hasOwn(metadata, '__proto__')).toBe(true);
    expect(JSON.stringify(metadata)).toBe('{"__proto__":{"polluted":true},"constructor":1}');
    expect(Object.getPrototypeOf(metadata)).toBe(Object.prototype);
  });

  it('that is printed over several lines is one log', () => {
    expect(read('{\n  "level": "warn",\n  "msg": "m"\n}')).toMatchObject({ level: 'WARN', message: 'm' });
  });

  it('that is broken is a message', () => {
    expect(read('{"level":"warn","msg":"cut he').message).toBe('{"level":"warn","msg":"cut he');
  });
});

describe('a logfmt line', () => {
  it('is read, with numbers as numbers and quotes undone', () => {
    const line = `ts=${AT} level=warn service=api msg="said \\"hi\\"" n=12 code=007 ok=true empty=`;
    expect(read(line)).toMatchObject({
      time: MS,
      level: 'WARN',
      source: 'api',
      message: 'said "hi"',
      metadata: { n: 12, code: '007', ok: true, empty: '' },
      raw: line,
    });
  });

  it('with keys of the prototype is data like any other', () => {
    const { metadata } = read('level=info msg=m __proto__=1');
    expect(Object.entries(metadata)).toEqual([['__proto__', 1]]);
  });

  it('without a message is its own', () => {
    expect(read('a=1 b=2')).toMatchObject({ message: 'a=1 b=2', metadata: { a: 1, b: 2 } });
  });

  it.each(['a=1', 'x=1 is the answer to everything that we asked', 'say="unclosed a=b'])(
    'is not seen in prose: %s',
    (line) => {
      expect(read(line)).toMatchObject({ message: line, metadata: {} });
    },
  );
});

describe('a syslog line', () => {
  it('of RFC 5424 is read with its structured data', () => {
    const line = `<165>1 ${AT} shop-1 billing 42 ID47 [ex@32473 iut="3" say="a \\"b\\" \\]"][more@1 a="b"] \uFEFFcard refused`;
    expect(read(line)).toMatchObject({
      time: MS,
      level: 'INFO',
      source: 'billing',
      message: 'card refused',
      metadata: {
        'ex@32473': { iut: '3', say: 'a "b" ]' },
        'more@1': { a: 'b' },
        host: 'shop-1',
        pid: 42,
        messageId: 'ID47',
        facility: 'local4',
      },
    });
  });

  it('with structured data named like the prototype is data like any other', () => {
    const { metadata } = read('<13>1 - - - - - [__proto__ polluted="yes"] m');
    expect(Object.getPrototypeOf(metadata)).toBe(Object.prototype);
    expect(JSON.stringify(metadata)).toBe('{"__proto__":{"polluted":"yes"},"facility":"user"}');
  });

  it('of RFC 5424 may say nothing of itself', () => {
    expect(read('<11>1 - - - - - -')).toMatchObject({ time: READ_AT, level: 'ERROR', source: 'app.log' });
  });

  it('of RFC 3164 is read', () => {
    expect(read("<34>Oct 11 22:14:15 mymachine su[12]: 'su root' failed")).toMatchObject({
      timestamp: local(10, 11, 22, 14, 15),
      level: 'FATAL',
      source: 'su',
      message: "'su root' failed",
      metadata: { host: 'mymachine', pid: 12, facility: 'auth' },
    });
  });

  it('in a file has no priority', () => {
    expect(read('Nov  3 12:00:00 web-1 postfix/smtpd[99]: connect from unknown')).toMatchObject({
      timestamp: local(11, 3, 12, 0, 0),
      level: 'INFO',
      source: 'postfix/smtpd',
      message: 'connect from unknown',
      metadata: { host: 'web-1', pid: 99 },
    });
  });

  it('in a file of rsyslog has an ISO time', () => {
    expect(read('2026-11-23T12:00:00.123456+00:00 web-1 kernel: [    0.000000] Linux')).toMatchObject({
      time: MS,
      source: 'kernel',
      message: '[    0.000000] Linux',
      metadata: { host: 'web-1' },
    });
  });

  it('without a year is of the newest one that is not in the future', () => {
    expect(read('Dec 31 23:59:59 h app: x').timestamp).toBe(new Date(2025, 11, 31, 23, 59, 59).toISOString());
    expect(read('Feb  1 00:00:00 h app: x').timestamp).toBe(new Date(2026, 1, 1).toISOString());
    expect(read('Nov 24 10:00:00 h app: x').timestamp).toBe(new Date(2026, 10, 24, 10).toISOString());
    expect(read('Jun  1 00:00:00 h app: x').timestamp).toBe(new Date(2026, 5, 1).toISOString());
    expect(read('Feb 29 12:00:00 h app: x').timestamp).toBe(new Date(2024, 1, 29, 12).toISOString());
  });

  it('that carries JSON is read inside', () => {
    const line = `Nov 23 12:00:00 web-1 app[7]: {"level":"warn","msg":"m","order":"ord_1"}`;
    expect(read(line)).toMatchObject({
      level: 'WARN',
      message: 'm',
      source: 'app',
      metadata: { host: 'web-1', pid: 7, order: 'ord_1' },
    });
  });
});

describe('an access log line', () => {
  it('in the common format is read', () => {
    const line = '127.0.0.1 - frank [10/Oct/2026:13:55:36 -0700] "GET /a.gif?b=1 HTTP/1.0" 200 2326';
    expect(read(line)).toEqual({
      id: '',
      time: Date.parse('2026-10-10T20:55:36Z'),
      timestamp: '2026-10-10T20:55:36.000Z',
      level: 'INFO',
      message: 'GET /a.gif?b=1 200',
      source: 'app.log',
      metadata: {
        method: 'GET',
        path: '/a.gif?b=1',
        protocol: 'HTTP/1.0',
        status: 200,
        bytes: 2326,
        remoteAddress: '127.0.0.1',
        user: 'frank',
      },
      raw: line,
    });
  });

  it.each([
    ['404', 'WARN'],
    ['502', 'ERROR'],
    ['301', 'INFO'],
  ])('with status %s has the level %s', (status, level) => {
    const line = `2001:db8::1 - - [23/Nov/2026:12:00:00 +0000] "POST /x HTTP/2.0" ${status} 12 "https://a/" "Mozilla/5.0 (\\"q\\")" 0.012`;
    expect(read(line)).toMatchObject({
      level,
      message: `POST /x ${status} in 12 ms`,
      metadata: { referer: 'https://a/', durationMs: 12, remoteAddress: '2001:db8::1' },
    });
  });

  it('with a broken request shows what came', () => {
    const line = '10.0.0.1 - - [23/Nov/2026:12:00:00 +0000] "\\x16\\x03\\x01" 400 157 "-" "-"';
    expect(read(line)).toMatchObject({ level: 'WARN', message: '\\x16\\x03\\x01 400' });
  });

  it('with a virtual host and fields of its own keeps them', () => {
    const line =
      'shop:443 10.0.0.1 - - [23/Nov/2026:12:00:00 +0000] "GET / HTTP/1.1" 200 1 "-" "curl/8" rt=0.250 uct=0.1';
    expect(read(line)).toMatchObject({
      message: 'GET / 200 in 250 ms',
      metadata: { virtualHost: 'shop:443', userAgent: 'curl/8', rt: '0.250', uct: 0.1 },
    });
  });
});

describe('a line with something before it', () => {
  it.each([
    [
      'a container runtime',
      `${AT.replace('Z', '456789Z')} stderr F {"level":"warn","msg":"m"}`,
      'app.log',
      { stream: 'stderr' },
    ],
    ['docker compose', `checkout-1  | ${AT} WARN m`, 'checkout-1', {}],
    ['docker compose in colour', `\u001b[36mcheckout-1  | \u001b[0m${AT} WARN m`, 'checkout-1', {}],
    ['kubectl', `[pod/checkout-7f9c/app] ${AT} WARN m`, 'app', { pod: 'checkout-7f9c' }],
  ])('of %s is read behind it', (_what, line, source, metadata) => {
    expect(read(line)).toMatchObject({ time: MS, level: 'WARN', message: 'm', source, metadata });
  });
});
