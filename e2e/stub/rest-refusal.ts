import type { ErrorCode } from '../../src/protocol/index.ts';

/** An answer that says why a call failed. Thrown by the handlers and written in one place. */
export class RestRefusal extends Error {
  readonly status: number;
  readonly code: ErrorCode;

  constructor(status: number, code: ErrorCode, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
