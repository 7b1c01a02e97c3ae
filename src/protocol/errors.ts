/** Codes of `error` messages and of REST errors (protocol, "Errors" and "Close codes and refusals"). */
export const ERROR_CODES = [
  'unauthorized',
  'forbidden',
  'rate_limited',
  'too_many_connections',
  'invalid_query',
  'invalid_filter',
  'invalid_parameter',
  'invalid_command',
  'invalid_body',
  'payload_too_large',
  'not_found',
  'too_slow',
  'unavailable',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** Close codes of the protocol, by what they mean (protocol, "Close codes and refusals"). */
export const CLOSE_CODES = {
  normal: 1000,
  goingAway: 1001,
  noStatus: 1005,
  abnormal: 1006,
  unsupportedData: 1003,
  tooBig: 1009,
  tryAgainLater: 1013,
  badRequest: 4400,
  unauthorized: 4401,
  forbidden: 4403,
  tooSlow: 4408,
  rateLimited: 4429,
} as const;
