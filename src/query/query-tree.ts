import type { Level } from '../protocol/index.ts';
import { unreachable } from './unreachable.ts';

/** A stretch of the query's text in UTF-16 code units, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A parsed query. `all` is the empty query: it holds for every log. */
export type Query = (Span & { readonly kind: 'all' }) | Expression;

/** `and` and `or` have two operands or more. The field of `field:(a OR b)` is handed down to each of its terms. */
export type Expression =
  | (Span & { readonly kind: 'and' | 'or'; readonly operands: readonly Expression[] })
  | (Span & { readonly kind: 'not'; readonly operand: Expression })
  | Term;

/** One condition. Without a field it is about the message. */
export interface Term extends Span {
  readonly kind: 'term';
  readonly field: Field | undefined;
  readonly match: Match;
}

/** What a term looks at: a field that every log has, or a dotted path into its metadata (without `metadata.`). */
export type Field =
  { readonly kind: 'builtin'; readonly name: BuiltinField } | { readonly kind: 'metadata'; readonly path: string };

export const BUILTIN_FIELDS = ['level', 'source', 'message', 'id', 'timestamp'] as const;
export type BuiltinField = (typeof BUILTIN_FIELDS)[number];

/** What a term wants of its field. */
export type Match = Span &
  (
    | { readonly kind: 'text'; readonly text: string }
    /** The literal texts between the wildcards: `a*b` is `['a', 'b']`, `*b` is `['', 'b']`. */
    | { readonly kind: 'wildcard'; readonly parts: readonly string[] }
    | { readonly kind: 'exists' }
    | { readonly kind: 'regex'; readonly source: string; readonly flags: RegexFlags }
    | { readonly kind: 'compare'; readonly operator: Comparison; readonly operand: Operand }
    | { readonly kind: 'range'; readonly from: Bound | undefined; readonly to: Bound | undefined }
  );

export type RegexFlags = 'i' | '';
export type Comparison = '>' | '>=' | '<' | '<=';

/** An end of a range; an end that is left open with `*` is `undefined` in its place. */
export interface Bound {
  readonly operand: Operand;
  readonly inclusive: boolean;
}

/** What can be compared. `text` is the operand as it was written, without escapes. */
export type Operand =
  | { readonly kind: 'number'; readonly text: string; readonly value: number }
  /** A time stands for as long as it is precise: a date for its day. Milliseconds since 1970, `until` exclusive. */
  | { readonly kind: 'time'; readonly text: string; readonly from: number; readonly until: number }
  | { readonly kind: 'level'; readonly text: string; readonly level: Level };

/** The field that a name stands for: one of the five that every log has, or else a path into the metadata. */
export function fieldNamed(name: string): Field {
  const builtin = BUILTIN_FIELDS.find((field) => field === name);
  if (builtin !== undefined) return { kind: 'builtin', name: builtin };
  return { kind: 'metadata', path: name.startsWith('metadata.') ? name.slice('metadata.'.length) : name };
}

/** Whether a query needs an engine for regular expressions. */
export function usesRegex(query: Query): boolean {
  switch (query.kind) {
    case 'all':
      return false;
    case 'and':
    case 'or':
      return query.operands.some(usesRegex);
    case 'not':
      return usesRegex(query.operand);
    case 'term':
      return query.match.kind === 'regex';
    default:
      return unreachable(query);
  }
}
