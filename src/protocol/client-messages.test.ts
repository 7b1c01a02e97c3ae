import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeClientMessage, encodeClientMessage, type ClientMessage } from './client-messages.ts';

describe('the golden frames of the specification', () => {
  it.each<[string, ClientMessage]>([
    ['{"type":"command","id":"cmd-123","data":{"action":"pause"}}', message('cmd-123', { action: 'pause' })],
    ['{"type":"command","id":"cmd-124","data":{"action":"resume"}}', message('cmd-124', { action: 'resume' })],
    [
      '{"type":"command","id":"cmd-125","data":{"action":"update_filter","filter":{"level":["ERROR","WARN"]}}}',
      message('cmd-125', { action: 'update_filter', filter: { level: ['ERROR', 'WARN'] } }),
    ],
    [
      '{"type":"heartbeat_ack","id":"hb-123","timestamp":"2026-11-23T10:00:00.000Z"}',
      { type: 'heartbeat_ack', id: 'hb-123', timestamp: '2026-11-23T10:00:00.000Z' },
    ],
  ])('%s is written and read', (frame, decoded) => {
    expect(encodeClientMessage(decoded)).toBe(frame);
    expect(decodeClientMessage(frame)).toEqual({ ok: true, message: decoded });
  });
});

describe('what a server reads from a client', () => {
  it.each([
    ['not JSON', '{', 'invalid_command'],
    ['empty', '', 'invalid_command'],
    ['an array', '[]', 'invalid_command'],
    ['without an id', '{"type":"command","data":{"action":"pause"}}', 'invalid_command'],
    ['with a number for an id', '{"type":"heartbeat_ack","id":1}', 'invalid_command'],
    ['of another type', '{"type":"subscribe","id":"1"}', 'invalid_command'],
    ['without data', '{"type":"command","id":"1"}', 'invalid_command'],
    ['with an inherited action', '{"type":"command","id":"1","data":{"action":"toString"}}', 'invalid_command'],
    [
      'with data by prototype',
      '{"type":"command","id":"1","__proto__":{"data":{"action":"pause"}}}',
      'invalid_command',
    ],
    ['update_filter without one', '{"type":"command","id":"1","data":{"action":"update_filter"}}', 'invalid_filter'],
    [
      'update_filter with null',
      '{"type":"command","id":"1","data":{"action":"update_filter","filter":null}}',
      'invalid_filter',
    ],
    [
      'update_filter with an object inside',
      '{"type":"command","id":"1","data":{"action":"update_filter","filter":{"level":{"gt":1}}}}',
      'invalid_filter',
    ],
  ])('refuses a frame that is %s', (_name, frame, code) => {
    expect(decodeClientMessage(frame)).toMatchObject({ ok: false, code });
  });

  it('gives the refused filter back, so that the error can quote it', () => {
    const frame = '{"type":"command","id":"1","data":{"action":"update_filter","filter":{"level":{"gt":1}}}}';
    expect(decodeClientMessage(frame)).toMatchObject({ filter: { level: { gt: 1 } } });
  });

  it('takes an acknowledgement without a time', () => {
    expect(decodeClientMessage('{"type":"heartbeat_ack","id":"hb-1"}')).toEqual({
      ok: true,
      message: { type: 'heartbeat_ack', id: 'hb-1', timestamp: '' },
    });
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (frame) => {
        expect(typeof decodeClientMessage(frame).ok).toBe('boolean');
      }),
    );
  });

  it('reads back every filter that it writes', () => {
    const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    const filters = fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'level')),
      fc.oneof(scalar, fc.array(scalar)),
    );
    fc.assert(
      fc.property(filters, (filter) => {
        const given = message('c', { action: 'update_filter', filter: Object.fromEntries(Object.entries(filter)) });
        expect(decodeClientMessage(encodeClientMessage(given))).toEqual({ ok: true, message: given });
      }),
    );
  });
});

function message(id: string, data: Extract<ClientMessage, { type: 'command' }>['data']): ClientMessage {
  return { type: 'command', id, data };
}
