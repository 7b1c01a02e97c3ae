/** How many sequence numbers a chunk covers. */
export const CHUNK_SIZE = 1_024;

/** Number of the chunk that covers a sequence number. */
export function chunkOf(seq: number): number {
  return Math.floor(seq / CHUNK_SIZE);
}

/** Where in its chunk a sequence number stands. */
export function offsetOf(seq: number): number {
  return seq - chunkOf(seq) * CHUNK_SIZE;
}

/** The number behind the run of numbers that one chunk covers, which this one is of. */
export function endOfRun(seq: number): number {
  return (chunkOf(seq) + 1) * CHUNK_SIZE;
}
