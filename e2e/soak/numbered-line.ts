import type { LogRecord } from '../../src/protocol/index.ts';

/** Every so many lines one is an error: what the filtered stream consists of. */
export const ERROR_EVERY = 10;

/** The line of this number, emitted now. */
export function numberedLine(number: number): LogRecord {
  return {
    id: idOf(number),
    timestamp: new Date().toISOString(),
    level: number % ERROR_EVERY === 0 ? 'ERROR' : 'INFO',
    message: messageOf(number),
    source: 'soak',
    metadata: { number },
  };
}

/** The number of a line as it was received; `undefined` where it isn't one of ours, or not as it was emitted. */
export function numberOf({
  id,
  message,
  metadata,
}: Pick<LogRecord, 'id' | 'message' | 'metadata'>): number | undefined {
  const number = metadata['number'];
  if (typeof number !== 'number' || id !== idOf(number) || message !== messageOf(number)) return undefined;
  return number;
}

export function idOf(number: number): string {
  return `soak-${number}`;
}

function messageOf(number: number): string {
  return `Soak line ${number}: a request was answered in ${number % 997} ms, which is neither here nor there`;
}
