import { describe, expect, it } from 'vitest';
import { KeptLogView } from './kept-log.ts';

describe('the view of a kept log', () => {
  const kept = { id: 'a', time: 1, timestamp: 't', level: 'INFO', source: 's', message: 'm' };

  it('parses metadata only when a predicate looks at it', () => {
    const view = new KeptLogView({ ...kept, metadata: 'not JSON' });
    expect([view.id, view.time, view.timestamp, view.level, view.source, view.message]).toEqual(Object.values(kept));
    expect(() => view.metadata).toThrow(SyntaxError);
  });

  it('parses metadata once', () => {
    const view = new KeptLogView({ ...kept, metadata: '{"a":1}' });
    expect(view.metadata).toBe(view.metadata);
  });
});
