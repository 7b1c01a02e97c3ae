import { describe, expect, it } from 'vitest';
import { decodeServerMessage, MAX_FRAME_LENGTH, type DecodedFrame } from './decode-server-message.ts';
import type { JsonValue } from './json.ts';
import type { ServerMessage } from './server-messages.ts';

const LOG = {
  id: 'log-1',
  timestamp: '2026-11-23T10:00:00.000Z',
  level: 'ERROR',
  message: 'Failed to connect',
  source: 'database-service',
  metadata: { errorCode: 'DB_CONN_FAILED', retry: { attempt: 3 } },
};

function read(message: JsonValue): DecodedFrame {
  return decodeServerMessage(JSON.stringify(message));
}

function messageOf(frame: DecodedFrame): ServerMessage {
  if (!frame.ok) throw new Error(frame.problem.detail);
  return frame.message;
}

function kindOf(frame: DecodedFrame): string {
  return frame.ok ? 'ok' : frame.problem.kind;
}

const envelope = { id: 'msg-7', timestamp: '2026-11-23T10:00:00.001Z' };

describe('the golden frames of the specification', () => {
  it.each([
    ['log', LOG],
    ['stream_start', { query: 'level:ERROR', filter: { source: 'api-service' }, follow: true }],
    ['stream_end', { reason: 'client_disconnect' }],
    ['error', { code: 'invalid_filter', message: 'Invalid filter format', details: { filter: { level: 7 } } }],
    [
      'rule_triggered',
      { ruleId: 'rule-1', ruleName: 'DB', triggeredAt: LOG.timestamp, logId: 'log-1', severity: 'high' },
    ],
    [
      'action_executed',
      { actionId: 'a-1', actionName: 'Page', executedAt: LOG.timestamp, status: 'success', ruleId: 'rule-1' },
    ],
    [
      'system_notification',
      { title: 'Maintenance', message: 'At noon', severity: 'info', actionUrl: 'https://example.com/' },
    ],
  ] as const)('reads %s whole and changes nothing in it', (type, data) => {
    expect(read({ type, ...envelope, data })).toEqual({
      ok: true,
      message: { type, ...envelope, data },
      defects: [],
    });
  });

  it('reads a heartbeat, which has no data', () => {
    expect(read({ type: 'heartbeat', id: 'hb-123', timestamp: envelope.timestamp })).toEqual({
      ok: true,
      message: { type: 'heartbeat', id: 'hb-123', timestamp: envelope.timestamp },
      defects: [],
    });
  });

  it('keeps the text as it was read, which the gateway adds where it differs', () => {
    const message = messageOf(read({ type: 'log', ...envelope, data: { ...LOG, raw: '{"msg":"x"}' } }));
    expect(message.type === 'log' && message.data.raw).toBe('{"msg":"x"}');
  });
});

describe('the golden frames of the extensions', () => {
  it('reads a log with its position beside it, not in it', () => {
    expect(read({ type: 'log', ...envelope, data: { ...LOG, position: 'k3f9z:42' } })).toEqual({
      ok: true,
      message: { type: 'log', ...envelope, data: LOG, position: 'k3f9z:42' },
      defects: [],
    });
  });

  it('reads many logs in their order, each with its own position', () => {
    const other = { ...LOG, id: 'log-2' };
    const data = [{ ...LOG, position: 'k3f9z:42' }, other];
    expect(read({ type: 'logs', ...envelope, data })).toEqual({
      ok: true,
      message: {
        type: 'logs',
        ...envelope,
        data: [
          { record: LOG, position: 'k3f9z:42', defects: [] },
          { record: other, position: undefined, defects: [] },
        ],
      },
      defects: [],
    });
  });

  it('reads no logs from an empty list', () => {
    expect(messageOf(read({ type: 'logs', ...envelope, data: [] }))).toEqual({ type: 'logs', ...envelope, data: [] });
  });

  it('reads a heartbeat with a position', () => {
    const heartbeat = { type: 'heartbeat', id: 'hb-1', timestamp: envelope.timestamp, position: 'k3f9z:42' };
    expect(messageOf(read(heartbeat))).toEqual(heartbeat);
  });

  it.each([
    ['stream_start', { query: '', filter: {}, follow: true, ext: ['resume.1', 'batch.1'] }],
    ['stream_start', { query: '', filter: {}, follow: true, ext: ['resume.1'], resume: { status: 'recovered' } }],
    ['stream_start', { resume: { status: 'truncated', missed: 120 } }],
    ['stream_start', { resume: { status: 'new_epoch' } }],
    ['history_end', { position: 'k3f9z:42' }],
    ['history_end', {}],
    ['stream_gap', { reason: 'slow_reader', dropped: 5000, position: 'k3f9z:42' }],
    ['stream_gap', { reason: 'slow_reader' }],
  ] as const)('reads %s whole (%j)', (type, data) => {
    expect(read({ type, ...envelope, data })).toEqual({
      ok: true,
      message: { type, ...envelope, data },
      defects: [],
    });
  });

  it('has a default for what they may lack', () => {
    expect(messageOf(read({ type: 'history_end' }))).toMatchObject({ data: {} });
    expect(messageOf(read({ type: 'stream_gap', data: null }))).toMatchObject({ data: { reason: 'unknown' } });
    expect(messageOf(read({ type: 'stream_start', data: { ext: null, resume: null } }))).toMatchObject({
      type: 'stream_start',
    });
  });

  it('names what the logs of a message lack once, and keeps what they have', () => {
    const frame = read({ type: 'logs', ...envelope, data: [{ message: 'one' }, LOG, { message: 'two' }] });
    expect(frame).toMatchObject({ ok: true, defects: ['id', 'timestamp', 'level', 'source'] });
    const message = messageOf(frame);
    expect(message.type === 'logs' && message.data.map(({ record }) => record.message)).toEqual([
      'one',
      LOG.message,
      'two',
    ]);
  });

  it.each([7, '', null, {}, 'p'.repeat(257)])('takes the position %j of a heartbeat for none', (position) => {
    const message = messageOf(read({ type: 'heartbeat', id: 'hb-1', position }));
    expect(message.type === 'heartbeat' && message.position).toBeUndefined();
  });

  it.each([
    ['stream_start', { resume: { status: 'x' } }, { resume: undefined }],
    ['stream_gap', { reason: 'r', dropped: -1 }, { reason: 'r', dropped: undefined }],
    ['history_end', { position: 7 }, { position: undefined }],
  ])('reads %s without what a later version of an extension may say in another way', (type, data, expected) => {
    expect(messageOf(read({ type, data }))).toMatchObject({ type, data: expected });
  });
});

describe('frames that cannot be read', () => {
  it.each([
    ['malformed JSON', '{"type":"log"', 'not_json'],
    ['an empty frame', '', 'not_json'],
    ['a byte-order mark', `\ufeff${JSON.stringify({ type: 'log', data: LOG })}`, 'not_json'],
    ['an array', '[]', 'not_envelope'],
    ['null', 'null', 'not_envelope'],
    ['a number', '7', 'not_envelope'],
    ['a text', '"log"', 'not_envelope'],
    ['no type', '{}', 'not_envelope'],
    ['a type that is a number', '{"type":1}', 'not_envelope'],
    ['an unknown type', '{"type":"telemetry","data":{}}', 'unknown_type'],
    ['a type that every object inherits', '{"type":"constructor","data":{}}', 'unknown_type'],
    ['another type that every object inherits', '{"type":"__proto__","data":{}}', 'unknown_type'],
    ['a log without data', '{"type":"log"}', 'invalid_data'],
    ['a log with an array for data', '{"type":"log","data":[]}', 'invalid_data'],
    ['a rule without its id', '{"type":"rule_triggered","data":{"ruleName":"x"}}', 'invalid_data'],
    ['a notification with an array for data', '{"type":"system_notification","data":[]}', 'invalid_data'],
    ['a notification with a text for data', '{"type":"system_notification","data":"x"}', 'invalid_data'],
    ['an error whose code is an object', '{"type":"error","data":{"code":{}}}', 'invalid_data'],
    ['logs without data', '{"type":"logs"}', 'invalid_data'],
    ['logs with one log instead of a list', '{"type":"logs","data":{"message":"x"}}', 'invalid_data'],
    ['logs with an entry that is none', '{"type":"logs","data":[{"message":"x"},7]}', 'invalid_data'],
    ['stream_start with a text for a filter', '{"type":"stream_start","data":{"filter":"x"}}', 'invalid_data'],
  ])('says of %s what it is', (_name, frame, kind) => {
    expect(kindOf(decodeServerMessage(frame))).toBe(kind);
  });

  it.each([
    ['an ArrayBuffer', new ArrayBuffer(8)],
    ['undefined', undefined],
    ['an object', { type: 'log' }],
  ])('takes %s for a binary frame', (_name, frame) => {
    expect(kindOf(decodeServerMessage(frame))).toBe('not_text');
  });

  it('does not parse a frame that is longer than the limit', () => {
    expect(kindOf(decodeServerMessage('{"type":"log"}', 13))).toBe('too_large');
    expect(kindOf(decodeServerMessage('{"type":"x"}   ', 15))).toBe('unknown_type');
    expect(kindOf(decodeServerMessage(' '.repeat(MAX_FRAME_LENGTH + 1)))).toBe('too_large');
  });

  it('names the fields that are wrong and never quotes the frame', () => {
    const secret = 'canary-4711';
    const frames = [
      secret,
      `"${secret}"`,
      `{"type":"${secret}"}`,
      `{"${secret}":1}`,
      `{"type":"rule_triggered","data":{"ruleId":["${secret}"],"severity":{"${secret}":1}}}`,
      `{"type":"error","data":"${secret}"}`,
    ];
    for (const frame of frames) expect(JSON.stringify(decodeServerMessage(frame))).not.toContain(secret);
    expect(decodeServerMessage(frames[4])).toEqual({
      ok: false,
      problem: { kind: 'invalid_data', detail: 'rule_triggered with missing or wrong fields: ruleId, severity' },
    });
  });
});

describe('frames that lack something', () => {
  it('shows a partial log with what it has and names what it has not', () => {
    const frame = read({ type: 'log', data: { message: 'hello', level: null, id: 7, metadata: [1] } });
    expect(frame).toEqual({
      ok: true,
      message: {
        type: 'log',
        id: '',
        timestamp: '',
        data: { id: '7', timestamp: '', level: '', message: 'hello', source: '', metadata: { metadata: [1] } },
      },
      defects: ['id', 'timestamp', 'level', 'source', 'metadata'],
    });
  });

  it('writes out fields of the wrong kind instead of losing them', () => {
    const data = { ...LOG, message: { a: [true, 'x'] }, timestamp: 1795428000, source: false };
    const message = messageOf(read({ type: 'log', data }));
    expect(message.type === 'log' && message.data).toMatchObject({
      message: '{"a":[true,"x"]}',
      timestamp: '1795428000',
      source: 'false',
    });
  });

  it('takes a log without metadata for one with none, and counts it as no defect', () => {
    const { metadata: _left, ...rest } = LOG;
    const frame = read({ type: 'log', ...envelope, data: rest });
    expect(frame).toMatchObject({ ok: true, message: { data: { metadata: {} } }, defects: [] });
  });

  it('has a default for every field that another message may lack', () => {
    expect(messageOf(read({ type: 'stream_end' }))).toMatchObject({ data: { reason: 'unknown' } });
    expect(messageOf(read({ type: 'error', data: null }))).toMatchObject({ data: { code: 'internal', message: '' } });
    expect(messageOf(read({ type: 'rule_triggered', data: { ruleId: 'r' } }))).toMatchObject({
      data: { ruleId: 'r', ruleName: '', severity: 'info' },
    });
  });

  it.each([
    ['no id', { type: 'heartbeat' }, undefined],
    ['a number for an id', { type: 'heartbeat', id: 7 }, undefined],
    ['null for an id', { type: 'heartbeat', id: null }, undefined],
    ['an empty id', { type: 'heartbeat', id: '' }, ''],
    ['an id of a megabyte', { type: 'heartbeat', id: 'h'.repeat(1_000_000) }, 'h'.repeat(1_000_000)],
  ])('reads a heartbeat with %s, and invents no id', (_name, given, id) => {
    const message = messageOf(read(given));
    expect(message.type === 'heartbeat' && message.id).toBe(id);
  });
});

describe('hostile frames', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];

  it.each(names)('takes %s as a key and as a value for data like any other', (name) => {
    const metadata = `{"${name}":{"polluted":true},"inner":{"${name}":1}}`;
    const fields = ['id', 'timestamp', 'level', 'message', 'source'].map((key) => `"${key}":"${name}"`).join(',');
    const message = messageOf(decodeServerMessage(`{"type":"log","data":{${fields},"metadata":${metadata}}}`));
    if (message.type !== 'log') throw new Error('not a log');
    expect(message.data).toMatchObject({ id: name, level: name, source: name, message: name });
    expect(JSON.stringify(message.data.metadata)).toBe(metadata);
    expect(Object.hasOwn(message.data.metadata, name)).toBe(true);
    expect('polluted' in {}).toBe(false);
  });

  it('reads no field through a prototype that the frame brings along', () => {
    const frame = decodeServerMessage(`{"type":"log","data":{"__proto__":{"id":"x","message":"x"},"level":"INFO"}}`);
    expect(frame).toMatchObject({ ok: true, message: { data: { id: '', message: '', level: 'INFO' } } });
    expect(kindOf(decodeServerMessage('{"__proto__":{"type":"heartbeat"}}'))).toBe('not_envelope');
    expect(kindOf(decodeServerMessage('{"type":"rule_triggered","data":{"__proto__":{"ruleId":"x"}}}'))).toBe(
      'invalid_data',
    );
  });

  it('reads metadata that is nested 100,000 deep', () => {
    const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    const frame = decodeServerMessage(`{"type":"log","data":{"id":"deep","metadata":${deep}}}`);
    expect(frame.ok && frame.message.type === 'log' && Object.keys(frame.message.data.metadata)).toEqual(['a']);
  });

  it('writes out a message that is nested 100,000 deep, whole', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const frame = decodeServerMessage(`{"type":"log","data":{"message":${deep}}}`);
    expect(frame.ok && frame.message.type === 'log' && frame.message.data.message === deep).toBe(true);
  });
});
