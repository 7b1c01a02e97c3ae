/**
 * Where a log stands in the stream (protocol, "Extensions"): the store's epoch and the log's number. A position stands for
 * everything up to that log, also where its log did not match or is no longer kept.
 */
export function writePosition(epoch: string, seq: number): string {
  return `${epoch}:${seq}`;
}

/** The number of a position that this store can have given, `undefined` for any other text. */
export function readPosition(text: string, store: { readonly epoch: string; lastSeq(): number }): number | undefined {
  const place = text.lastIndexOf(':');
  const digits = text.slice(place + 1);
  if (place < 0 || text.slice(0, place) !== store.epoch || !/^(0|[1-9]\d{0,15})$/.test(digits)) return undefined;
  const seq = Number(digits);
  return seq <= store.lastSeq() ? seq : undefined;
}
