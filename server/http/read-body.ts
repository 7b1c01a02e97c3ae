import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { formatSize } from '../durations-and-sizes.ts';

export type ReadBody =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly kind: 'too_large' | 'unsupported' | 'broken'; readonly message: string };

/** How much more than allowed is read and thrown away, so that the sender gets to read the answer instead of a reset. */
const DRAIN_FACTOR = 10;

/** Reads a request's body as UTF-8, unpacked, up to a size that holds for the packed and for the unpacked bytes. */
export async function readBody(payload: Readable, encoding: string | undefined, mostBytes: number): Promise<ReadBody> {
  const tooLarge = `A body may hold at most ${formatSize(mostBytes)}, unpacked. Send it in parts.`;
  const unpack = decoderFor(encoding);
  if (unpack === undefined) {
    payload.resume();
    const message = `Bodies may be packed with gzip, deflate or br, not with "${encoding}".`;
    return { ok: false, kind: 'unsupported', message };
  }
  const received = await collect(payload, mostBytes, DRAIN_FACTOR * mostBytes);
  if (received === undefined) return { ok: false, kind: 'too_large', message: tooLarge };
  let bytes = received;
  if (unpack !== 'identity') {
    const decoder = unpack();
    decoder.end(received);
    try {
      const unpacked = await collect(decoder, mostBytes, mostBytes);
      if (unpacked === undefined) return { ok: false, kind: 'too_large', message: tooLarge };
      bytes = unpacked;
    } catch {
      return { ok: false, kind: 'broken', message: `The body is not what ${encoding} packs.` };
    } finally {
      decoder.destroy();
    }
  }
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { ok: false, kind: 'broken', message: 'The body is not UTF-8.' };
  }
}

function decoderFor(encoding: string | undefined) {
  switch (encoding?.trim().toLowerCase()) {
    case undefined:
    case '':
    case 'identity':
      return 'identity';
    case 'gzip':
    case 'x-gzip':
      return createGunzip;
    case 'deflate':
      return createInflate;
    case 'br':
      return createBrotliDecompress;
    default:
      return undefined;
  }
}

/** All bytes of a stream, or `undefined` where there are more than `mostBytes`; then it is drained up to `drainBytes`. */
async function collect(stream: Readable, mostBytes: number, drainBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > drainBytes) return undefined;
    if (bytes <= mostBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  return bytes > mostBytes ? undefined : Buffer.concat(chunks);
}
