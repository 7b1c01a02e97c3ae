import { expect } from '@playwright/test';
import type { Filter, JsonObject } from '../../src/protocol/index.ts';
import { readLogPage } from '../../src/protocol/rest.ts';
import { compileStream, queryableOf } from '../../src/query/index.ts';
import { linearRegexEngine } from '../../src/query/linear-regex.ts';
import type { LogSketch } from '../stub/ledger.ts';
import type { Conversation } from './conversation.ts';
import { StreamClient } from './stream-client.ts';

const LEVELS = ['ERROR', 'warning', 'Info', 'debug', 'FATAL', 'AUDIT'];
const SOURCES = ['api-service', 'API-gateway', 'web', 'a b'];
const MESSAGES = [
  'Read timed out after 512 ms',
  'GET /healthz 200',
  'say "hi" (twice)',
  'größe 🚀',
  'connection\nrefused',
];
const METADATA: readonly JsonObject[] = [
  {},
  { status: 500, ms: 12.5, ok: true },
  { status: '503', http: { method: 'GET' }, tags: ['blue', 7] },
  { 'http.method': 'POST', user: { name: 'Ann Lee' }, ok: false },
  { level: 'gold', spans: [{ name: 'db' }, { name: 'web' }], nothing: null },
];

/** Each value beside many others. */
const CORPUS: readonly LogSketch[] = Array.from({ length: 60 }, (_, index) => ({
  level: LEVELS[index % LEVELS.length] ?? '',
  source: SOURCES[Math.floor(index / 3) % SOURCES.length] ?? '',
  message: MESSAGES[index % MESSAGES.length] ?? '',
  metadata: METADATA[Math.floor(index / 7) % METADATA.length] ?? {},
  timestamp: new Date(Date.UTC(2026, 10, 23, 10, index)).toISOString(),
}));

const QUERIES: readonly string[] = [
  '',
  '*',
  'timed out',
  '"timed out"',
  'healthz OR refused',
  '-healthz',
  'NOT (healthz OR timed)',
  're*refused',
  'GRÖSSE',
  'größe',
  '"say \\"hi\\" (twice)"',
  '/\\d{3} ms$/',
  '/^get/i',
  '/(a+)+$/',
  'level:error',
  'level:>=WARN',
  'level:<INFO',
  'level:AUDIT',
  'level:[DEBUG TO WARN}',
  'source:api-*',
  'source:"a b"',
  '-source:(web OR api-service)',
  'status:500',
  'status:>=500',
  'status:[500 TO 503]',
  'ms:*',
  'ok:false',
  'http.method:(get OR post)',
  'tags:BLUE',
  'spans.name:db',
  'metadata.level:gold',
  'nothing:*',
  'user.name:/lee$/i',
  'timestamp:>=2026-11-23T10:30',
  'timestamp:[2026-11-23T10:10 TO 2026-11-23T10:19]',
  'level:>=WARN AND (status:* OR NOT ok:true) AND -healthz',
  'NOT NOT timed',
];

const FILTERS: readonly Filter[] = [
  {},
  { level: 'ERROR' },
  { level: ['WARN', 'AUDIT'] },
  { source: 'web' },
  { source: [] },
  { status: 500 },
  { status: '503', source: ['api-service', 'API-gateway', 'web', 'a b'] },
  { 'http.method': ['GET', 'POST'] },
];

export const QUERY_CONVERSATIONS: readonly Conversation[] = [
  {
    title: 'every query and filter means what it means to the dashboard, in what is kept',
    hold: async (subject) => {
      const sent = await subject.emit(CORPUS);
      const cases = [
        ...QUERIES.map((query) => ({ query, filter: {} })),
        ...FILTERS.map((filter) => ({ query: '', filter })),
        ...FILTERS.map((filter) => ({ query: 'level:>=INFO', filter })),
      ];
      const sizes = new Set<number>();
      for (const { query, filter } of cases) {
        const compiled = compileStream({ query, filter }, { regex: linearRegexEngine });
        if (!compiled.ok) throw new Error(`${query}: ${compiled.problem.error.message}`);
        const expected = sent.filter((log) => compiled.matches(queryableOf(log))).map(({ id }) => id);
        const parameters = { query, filter: JSON.stringify(filter), limit: '100', sort: 'timestamp:asc' };
        const response = await fetch(`${subject.url}/v1/logs?${new URLSearchParams(parameters).toString()}`, {
          headers: { authorization: `Bearer ${subject.token}` },
        });
        const page = readLogPage(await response.json());
        if (!page.ok) throw new Error(`${query}: the answer is no page of logs.`);
        const found = page.value.items.map(({ id }) => id);
        expect(found, `${query} ${JSON.stringify(filter)}`).toEqual(expected);
        sizes.add(expected.length);
      }
      // A table whose answers were all alike would agree with anything.
      expect(sizes.size).toBeGreaterThan(10);
    },
  },
  {
    title: 'every query means the same in what comes live',
    hold: async (subject) => {
      for (const query of ['level:>=WARN -healthz', 'status:>=500 OR source:"a b"', '/^get/i']) {
        const compiled = compileStream({ query, filter: {} }, { regex: linearRegexEngine });
        if (!compiled.ok) throw new Error(`${query}: ${compiled.problem.error.message}`);
        const client = await StreamClient.open(subject, { query });
        await client.next('stream_start');
        const sent = await subject.emit(CORPUS);
        // A server may write a level by its proper name.
        const expected = sent.filter((log) => compiled.matches(queryableOf(log))).map(({ id }) => id);
        expect(
          (await client.nextLogs(expected.length)).map(({ id }) => id),
          query,
        ).toEqual(expected);
      }
    },
  },
];
