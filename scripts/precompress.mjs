// Writes .br and .gz beside every file of a folder that gets smaller by it, so that the gateway compresses nothing while it serves.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const COMPRESSIBLE = new Set([
  '.html',
  '.js',
  '.mjs',
  '.css',
  '.svg',
  '.json',
  '.map',
  '.txt',
  '.wasm',
  '.webmanifest',
]);
/** Below this a response fits one packet anyway. */
const WORTH_IT_BYTES = 1024;

const folder = process.argv[2];
if (folder === undefined) {
  console.error('Usage: node scripts/precompress.mjs FOLDER');
  process.exit(2);
}

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);
let count = 0;
for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  if (!entry.isFile() || !COMPRESSIBLE.has(extname(entry.name))) continue;
  const bytes = await readFile(path);
  if (bytes.length < WORTH_IT_BYTES) continue;
  const packed = await Promise.all([
    toBrotli(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
    toGzip(bytes, { level: 9 }),
  ]);
  for (const [index, extension] of ['.br', '.gz'].entries()) {
    const result = packed[index];
    if (result !== undefined && result.length < bytes.length) await writeFile(`${path}${extension}`, result);
  }
  count += 1;
}
if (count === 0) {
  console.error(`precompress: found nothing to compress in ${folder}`);
  process.exit(1);
}
