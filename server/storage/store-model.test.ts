import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { isJsonObject, type JsonObject } from '../../src/protocol/index.ts';
import type { LogPredicate } from '../../src/query/index.ts';
import { everyLog, type StoredLog } from './log-store.ts';
import { kinds, removeFolders, START } from './test-stores.ts';

function asJsonObject(value: unknown): JsonObject {
  const parsed: unknown = JSON.parse(JSON.stringify(value));
  if (!isJsonObject(parsed)) throw new Error('This is no JSON object.');
  return parsed;
}

afterEach(removeFolders);

describe.each(kinds)('history kept on %s', (kind, open) => {
  const anyText = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('\u0000', '\ud800', 'a\udc00b'));
  const anyLog = fc.record({
    id: fc.oneof({ weight: 3, arbitrary: fc.constant('') }, fc.constantFrom('a', 'b', 'c', 'é', 'a\u0000')),
    time: fc.integer({ min: START, max: START + 5 }),
    level: fc.constantFrom('INFO', 'ERROR', '__proto__'),
    source: anyText,
    message: anyText,
    timestamp: anyText,
    metadata: fc.dictionary(fc.string(), fc.jsonValue()).map(asJsonObject),
    raw: fc.option(anyText, { nil: undefined }),
  });

  it('answers as a plain list would (property)', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(anyLog, { maxLength: 8 }), { maxLength: 5 }),
        fc.record({
          limit: fc.nat(12),
          offset: fc.nat(6),
          order: fc.constantFrom('asc' as const, 'desc' as const),
          from: fc.integer({ min: START - 1, max: START + 6 }),
          to: fc.integer({ min: START - 1, max: START + 6 }),
          after: fc.nat(20),
          upTo: fc.nat(20),
          matches: fc.constantFrom<LogPredicate>(
            everyLog,
            (log) => log.level === 'ERROR',
            (log) => log.time % 2 === 0,
          ),
        }),
        async (batches, question) => {
          const store = await open({ now: () => START });
          const model: StoredLog[] = [];
          for (const batch of batches) {
            const given = batch.map(({ raw, ...log }) => (raw === undefined ? log : { ...log, raw }));
            const stored = store.append(given);
            const fresh = given.filter(
              (log, index) =>
                log.id === '' ||
                !(model.some(({ id }) => id === log.id) || given.slice(0, index).some(({ id }) => id === log.id)),
            );
            expect(stored.map(({ time, level }) => ({ time, level }))).toEqual(
              fresh.map(({ time, level }) => ({ time, level })),
            );
            model.push(...stored);
          }
          const json = (logs: readonly StoredLog[]): unknown => JSON.parse(JSON.stringify(logs));
          const { matches, limit, offset, order, from, to, after, upTo } = question;
          const wanted = model
            .filter((log) => log.time >= from && log.time <= to && matches(log))
            .sort((one, other) => (one.time - other.time || one.seq - other.seq) * (order === 'asc' ? 1 : -1));
          const page = await store.page({ matches, limit, offset, order, from, to });
          expect(page.total).toBe(wanted.length);
          expect(json(page.logs)).toEqual(json(wanted.slice(offset, offset + limit)));
          const inRange = model.filter((log) => log.seq > after && log.seq <= upTo && matches(log));
          const newest = await store.newest(limit, matches, { after, upTo });
          expect(json(newest)).toEqual(json(inRange.slice(Math.max(0, inRange.length - limit))));
          for (const log of model) expect(json([store.get(log.id) ?? log])).toEqual(json([log]));
          store.close();
        },
      ),
      { numRuns: kind === 'disk' ? 60 : 200 },
    );
  });
});
