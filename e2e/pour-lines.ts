import type { StubServer } from './stub/stub-server.ts';

/** Emits lines at a rate, a multiple of 20 a second, until the answer is called. */
export function pour(stub: StubServer, perSecond: number): () => void {
  const timer = setInterval(() => stub.emitMany(perSecond / 20, { message: 'pouring' }), 50);
  return () => clearInterval(timer);
}
