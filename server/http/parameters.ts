import type { FastifyRequest } from 'fastify';
import { parseTimestamp } from '../../src/protocol/index.ts';

/** The parameters in a request's address, read the one way that the protocol's rooms read them. */
export function addressParameters(request: FastifyRequest): URLSearchParams {
  const url = request.raw.url ?? '';
  const start = url.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : url.slice(start + 1));
}

export type ReadParameter<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly message: string };

export function readWholeNumber(
  parameters: URLSearchParams,
  name: string,
  bounds: { readonly fallback: number; readonly min: number; readonly max: number },
): ReadParameter<number> {
  const text = parameters.get(name);
  if (text === null) return { ok: true, value: bounds.fallback };
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= bounds.min && value <= bounds.max) return { ok: true, value };
  return { ok: false, message: `"${name}" must be a whole number from ${bounds.min} to ${bounds.max}.` };
}

/** An instant in milliseconds, or `undefined` where none was asked for. */
export function readTime(parameters: URLSearchParams, name: string): ReadParameter<number | undefined> {
  const text = parameters.get(name);
  if (text === null || text === '') return { ok: true, value: undefined };
  // A plus sign in an address is a space: a zone such as +01:00 that was not escaped still means what it says.
  const value = /^\d{4}-\d\d-\d\d/.test(text)
    ? parseTimestamp(text.replace(/(?<=T.*) (?=\d\d:?\d\d$)/, '+'))
    : Number.NaN;
  if (Number.isFinite(value)) return { ok: true, value };
  return { ok: false, message: `"${name}" must be an ISO 8601 time such as 2026-01-31T12:00:00Z.` };
}

export function readChoice<Choice extends string>(
  parameters: URLSearchParams,
  name: string,
  choices: readonly [Choice, ...Choice[]],
): ReadParameter<Choice> {
  const text = parameters.get(name);
  if (text === null) return { ok: true, value: choices[0] };
  const value = choices.find((choice) => choice === text);
  if (value !== undefined) return { ok: true, value };
  return { ok: false, message: `"${name}" must be ${choices.join(' or ')}.` };
}
