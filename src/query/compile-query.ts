import { compileTerm, type CompiledTerm } from './compile-term.ts';
import { Failure, type QueryError } from './query-error.ts';
import type { Expression, Query } from './query-tree.ts';
import type { LogPredicate } from './queryable.ts';
import type { RegexEngine } from './regex-engine.ts';
import { rememberingLowerCase } from './text-tests.ts';
import { unreachable } from './unreachable.ts';

export interface CompileOptions {
  /** Without it a query with a regular expression is refused (`usesRegex`). */
  readonly regex?: RegexEngine;
}

export type CompiledQuery =
  { readonly ok: true; readonly matches: LogPredicate } | { readonly ok: false; readonly error: QueryError };

/**
 * Makes a predicate of a query. Fails only on a regular expression that the engine refuses, with its place in the query.
 * The predicate remembers the last message that it saw in lower case, and is otherwise without state.
 */
export function compileQuery(query: Query, options: CompileOptions = {}): CompiledQuery {
  if (query.kind === 'all') return { ok: true, matches: () => true };
  const compiled = compileExpression(query, options.regex, rememberingLowerCase());
  return compiled instanceof Failure ? { ok: false, error: compiled.error } : { ok: true, matches: compiled.matches };
}

type Compiled = CompiledTerm;

function compileExpression(
  expression: Expression,
  regex: RegexEngine | undefined,
  lowerMessage: (text: string) => string,
): Compiled | Failure {
  switch (expression.kind) {
    case 'term':
      return compileTerm(expression, regex, lowerMessage);
    case 'not': {
      const operand = compileExpression(expression.operand, regex, lowerMessage);
      if (operand instanceof Failure) return operand;
      const { matches, cost } = operand;
      return { matches: (log) => !matches(log), cost };
    }
    case 'and':
    case 'or': {
      const operands: Compiled[] = [];
      for (const each of expression.operands) {
        const operand = compileExpression(each, regex, lowerMessage);
        if (operand instanceof Failure) return operand;
        operands.push(operand);
      }
      // A level is compared in no time, metadata may have to be parsed first: ask what is cheap first.
      operands.sort((a, b) => a.cost - b.cost);
      const cost = operands.reduce((sum, operand) => sum + operand.cost, 0);
      const predicates = operands.map((operand) => operand.matches);
      return { matches: expression.kind === 'and' ? allOf(predicates) : anyOf(predicates), cost };
    }
    default:
      return unreachable(expression);
  }
}

/** Whether all of some predicates hold. */
export function allOf(predicates: readonly LogPredicate[]): LogPredicate {
  const [first, second] = predicates;
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  if (predicates.length === 2) return (log) => first(log) && second(log);
  return (log) => {
    for (const matches of predicates) if (!matches(log)) return false;
    return true;
  };
}

function anyOf(predicates: readonly LogPredicate[]): LogPredicate {
  return (log) => {
    for (const matches of predicates) if (matches(log)) return true;
    return false;
  };
}
