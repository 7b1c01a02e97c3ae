// @vitest-environment jsdom
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { rowLook, rowTexts } from '../features/log-viewer/log-viewer.tsx';
import type { JsonObject, LogRecord } from '../protocol/index.ts';
import { createLogStore, DEFAULT_SETTINGS, type LogStore, type RowReading } from '../stores/index.ts';
import { compileFind, countMatches, LineSearch } from '../stores/line-search.ts';

/** More lines than are ever joined, so that those before them are. */
const FILLING = 1_024;

let readings: readonly RowReading[];

beforeAll(async () => {
  const reading = await rowTexts.get();
  const columns = [{ path: 'ab', widthCh: 20 }];
  readings = [
    reading(rowLook(DEFAULT_SETTINGS, false)),
    reading(rowLook(DEFAULT_SETTINGS, true)),
    reading(rowLook({ ...DEFAULT_SETTINGS, columns }, false)),
    reading(rowLook({ ...DEFAULT_SETTINGS, columns: [{ path: 'id', widthCh: 20 }] }, false)),
    reading(rowLook({ ...DEFAULT_SETTINGS, showsJsonInline: false }, false)),
  ];
});

/** All texts of the rows that show what passes. */
function textsOfRows(store: LogStore, reading: RowReading): readonly string[] {
  const { buffer, view } = store.getState();
  const texts: string[] = [];
  for (let seq = view.nextPassing(-Infinity); seq !== undefined; seq = view.nextPassing(seq + 1)) {
    const entry = buffer.at(seq);
    if (entry?.kind !== 'line') continue;
    const { source, cells, message, fields } = reading.textsOf(entry);
    texts.push(...[source, ...cells, message, fields].filter((text) => text !== ''));
  }
  return texts;
}

/** What stands somewhere in one of these texts. */
function partOf(texts: readonly string[], part: Readonly<Record<'which' | 'from' | 'length', number>>): string {
  const text = texts[part.which % texts.length] ?? '';
  const from = part.from % Math.max(1, text.length);
  return text.slice(from, from + part.length);
}

/** Pieces that texts are held otherwise for, drawn otherwise, or lower-cased in a way of their own. */
const PLAIN = 'a;A;b;ab;aB; ;  ;=;_;.;1;1.50;-0;true;null;\t;\n;\r\n;";\\;é;É;ß;µ;ÿ;U+;AD;BEL;{;};[;{"ab":"a b"}';
const ODD = '\u0007;\r;\b;\u001b;\u001b[31m;\u0001;\u007f;\u0085;\u00ad;Ÿ;İ;ı;ſ;\u212a;Ω;→;𐐀;𐐨;\ud801;😀;\u200b';
const piece = fc.oneof(
  { weight: 60, arbitrary: fc.constantFrom(...PLAIN.split(';')) },
  { weight: 1, arbitrary: fc.constantFrom(...ODD.split(';')) },
);
const text = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(''));
const json = fc.dictionary(text, fc.oneof(text, fc.double(), fc.boolean()), { maxKeys: 3 });
const value = fc.oneof(
  text,
  text,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.constant({ ab: 'ab' }),
  fc.constant({ ab: { b: 'a\nb;' }, a: 'b' }),
  fc.constant(['a\r\nab']),
);
const metadata: fc.Arbitrary<JsonObject> = fc.dictionary(text, value, { maxKeys: 8 });
const record = fc.record({
  source: text,
  message: fc.oneof(
    { weight: 8, arbitrary: text },
    { weight: 2, arbitrary: json.map((one) => JSON.stringify(one)) },
    { weight: 1, arbitrary: text.map((one) => one.repeat(900)) },
  ),
  metadata,
});

describe('lines whose texts are joined', () => {
  it('have the matches that their rows show, whatever is held, looked for, filtered out and evicted', () => {
    const query = fc.record({
      sought: fc.oneof(
        fc.array(piece, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join('')),
        // A part of a text that is there.
        fc.record({ which: fc.nat(), from: fc.nat(), length: fc.integer({ min: 1, max: 6 }) }),
      ),
      matchesCase: fc.boolean(),
      isWholeWord: fc.boolean(),
    });
    const queries = fc.array(query, { minLength: 8, maxLength: 16 });
    const lines = fc.array(record, { minLength: 1, maxLength: 50, size: 'large' });
    const evicted = fc.nat(20);
    // One of them lets all lines that it is joined with be looked at one by one.
    const coded = fc.oneof(fc.constant([]), fc.constant(['a\u001b[31mb', '\u001bab']));
    fc.assert(
      fc.property(queries, lines, evicted, fc.boolean(), coded, (asked, lines, gone, isFiltered, withCodes) => {
        const records = [...lines, ...withCodes.map((message) => ({ source: '', message, metadata: {} }))];
        const store = createLogStore(FILLING + records.length - Math.min(gone, records.length - 1));
        const filling = Array.from({ length: FILLING }, () => ({ source: '', message: '', metadata: {} }));
        const held = [...records, ...filling].map((fields, index): LogRecord => {
          return { ...fields, id: `ab-${index}`, timestamp: '2026-11-28T12:00:00.000Z', level: 'INFO' };
        });
        store.apply(held.map((one) => ({ kind: 'log', record: one, isRepeat: false })));
        if (isFiltered) store.show(({ message }) => !message.includes('a b'));
        for (const reading of readings) {
          const texts = textsOfRows(store, reading);
          for (const { sought, ...options } of asked) {
            const text = typeof sought === 'string' ? sought : partOf(texts, sought);
            const compiled = compileFind({ text: text || 'a', ...options, isRegex: false });
            if (!compiled.ok) throw new Error(compiled.message);
            const { finder } = compiled;
            const expected = texts.reduce((count, text) => count + countMatches(finder, text), 0);
            const search = new LineSearch(finder, () => store.getState(), reading);
            expect(search.look(() => false)).toBe(true);
            expect(search.count, 'at once').toBe(expected);
            const stepwise = new LineSearch(finder, () => store.getState(), reading);
            while (!stepwise.look(() => true));
            expect(stepwise.count, 'in as many steps as there can be').toBe(expected);
          }
        }
      }),
      // To look for the least that fails would take minutes.
      { numRuns: 12, endOnFailure: true },
    );
  }, 60_000);

  it('are counted in one go: no row is read for them, and fields only where a value has what is looked for', () => {
    const lines = 20 * FILLING;
    const store = createLogStore(lines);
    const records = Array.from({ length: lines }, (_, index): LogRecord => {
      const metadata = { region: 'eu-west-1', host: index % 10 === 0 ? 'needle-1' : 'api-1' };
      const timestamp = '2026-11-28T12:00:00.000Z';
      return { id: `id-${index}`, timestamp, level: 'INFO', source: `s${index % 5}`, message: 'a Needle', metadata };
    });
    store.apply(records.map((record) => ({ kind: 'log', record, isRepeat: false })));
    const [plain] = readings;
    if (plain === undefined) throw new Error('the test is wrong');
    const reads = { rows: 0, fields: 0 };
    const counted: RowReading = {
      ...plain,
      textsOf: (line) => {
        if (line.message !== '') reads.rows += 1;
        return plain.textsOf(line);
      },
      fieldsOf: (...texts) => {
        reads.fields += 1;
        return plain.fieldsOf(...texts);
      },
    };
    const compiled = compileFind({ text: 'needle', matchesCase: false, isWholeWord: false, isRegex: false });
    if (!compiled.ok) throw new Error(compiled.message);
    const search = new LineSearch(compiled.finder, () => store.getState(), counted);
    expect(search.look(() => false)).toBe(true);
    expect(search.count).toBe(lines + lines / 10);
    // The newest lines are not joined yet.
    expect(reads.rows).toBeLessThanOrEqual(FILLING / 10 + 1);
    expect(reads.fields).toBeLessThanOrEqual(lines / 10);
  });
});
