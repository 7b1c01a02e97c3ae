import { openStore } from './open-store.ts';

/** A gateway in little for the test of sudden death: goes on after its checkpoint and prints what was acknowledged. */
const folder = process.argv[2];
if (folder === undefined) throw new Error('Give a data folder.');
const opened = await openStore({ folder });
if (!opened.ok) throw new Error(opened.message);

const BATCH = 25;
const done = Number(opened.store.checkpoint('batch') ?? '0');
for (let batch = done + 1; ; batch += 1) {
  const stored = opened.store.append(
    Array.from({ length: BATCH }, (_, index) => ({
      id: `sent-${batch}-${index}`,
      time: batch,
      timestamp: '2026-11-23T10:00:00.000Z',
      level: 'INFO',
      source: 'sender',
      message: `batch ${batch} line ${index} ${'x'.repeat(200)}`,
      metadata: { batch },
    })),
    [{ key: 'batch', value: String(batch) }],
  );
  process.stdout.write(`${stored.at(-1)?.seq ?? 0} ${batch}\n`);
  // The pipe must get its turn, or nothing is printed before the end.
  await new Promise((resolve) => setImmediate(resolve));
}
