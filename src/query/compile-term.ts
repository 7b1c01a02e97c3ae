import { levelRank, recogniseLevel } from '../protocol/index.ts';
import { compilePath, type ValueTest } from './metadata-path.ts';
import { Failure } from './query-error.ts';
import type { BuiltinField, Match, Term } from './query-tree.ts';
import type { LogPredicate } from './queryable.ts';
import type { RegexEngine } from './regex-engine.ts';
import { containsPattern, fitsPattern, type TextTest } from './text-tests.ts';
import { parseLogTime } from './time-span.ts';
import {
  comparisonTest,
  orderedValueTest,
  rangeTest,
  scalarTextTest,
  textValueTest,
  wildcardValueTest,
  type NumberTest,
} from './value-tests.ts';
import { unreachable } from './unreachable.ts';

export interface CompiledTerm {
  readonly matches: LogPredicate;
  /** How much work it is, compared with others. */
  readonly cost: number;
}

const COSTS = { builtin: 1, message: 4, metadata: 10, regex: 50 } as const;

type RawTest = (text: string) => boolean;

/** Makes a predicate of one term; fails on a regular expression that cannot be had. */
export function compileTerm(
  { field, match }: Term,
  engine: RegexEngine | undefined,
  lowerMessage: (text: string) => string,
): CompiledTerm | Failure {
  const regex = match.kind === 'regex' ? compileRegex(match, engine) : undefined;
  if (regex instanceof Failure) return regex;
  const regexCost = regex === undefined ? 0 : COSTS.regex;
  if (field === undefined || (field.kind === 'builtin' && field.name === 'message')) {
    return { matches: messagePredicate(match, regex, lowerMessage), cost: COSTS.message + regexCost };
  }
  if (field.kind === 'metadata') {
    const holds = compilePath(field.path, metadataTest(match, regex));
    return { matches: (log) => holds(log.metadata), cost: COSTS.metadata + regexCost };
  }
  return { matches: builtinPredicate(field.name, match, regex), cost: COSTS.builtin + regexCost };
}

function compileRegex(match: Match & { kind: 'regex' }, engine: RegexEngine | undefined): RawTest | Failure {
  if (engine === undefined) {
    return new Failure(match.start, match.end, 'Regular expressions cannot be used here.');
  }
  const compiled = engine.compile(match.source, match.flags);
  if (compiled.ok) return (text) => compiled.test(text);
  return new Failure(match.start, match.end, `This regular expression cannot be used: ${compiled.message}.`);
}

function messagePredicate(match: Match, regex: RawTest | undefined, lower: (text: string) => string): LogPredicate {
  if (regex !== undefined) return (log) => regex(log.message);
  if (match.kind === 'exists') return (log) => log.message !== '';
  const parts = partsOf(match);
  if (parts === undefined) return () => false;
  const contains = containsPattern(parts);
  return (log) => contains(lower(log.message));
}

function builtinPredicate(name: BuiltinField, match: Match, regex: RawTest | undefined): LogPredicate {
  if (match.kind === 'exists') return (log) => log[name] !== '';
  const order = orderTest(match);
  if (order !== undefined) return name === 'level' ? (log) => order(levelRank(log.level)) : (log) => order(log.time);
  if (name === 'level') return levelPredicate(match, regex);
  if (regex !== undefined) return (log) => regex(log[name]);
  const fits = fitsPattern(partsOf(match) ?? []);
  const time = name === 'timestamp' && match.kind === 'text' ? parseLogTime(match.text) : undefined;
  if (time === undefined) return (log) => fits(log[name].toLowerCase());
  const { from, until } = time;
  return (log) => log.time >= from && log.time < until;
}

/** A level is told by the name that it came with and by the level that this name stands for. */
function levelPredicate(match: Match, regex: RawTest | undefined): LogPredicate {
  const wanted = match.kind === 'text' ? recogniseLevel(match.text) : undefined;
  if (wanted !== undefined) return (log) => recogniseLevel(log.level) === wanted;
  const fits: TextTest = fitsPattern(partsOf(match) ?? []);
  const test: RawTest = regex ?? ((text) => fits(text.toLowerCase()));
  return (log) => {
    if (test(log.level)) return true;
    const level = recogniseLevel(log.level);
    return level !== undefined && test(level);
  };
}

function metadataTest(match: Match, regex: RawTest | undefined): ValueTest {
  switch (match.kind) {
    case 'text':
      return textValueTest(match.text);
    case 'wildcard':
      return wildcardValueTest(match.parts);
    case 'exists':
      return (value) => value !== null;
    case 'regex':
      return scalarTextTest(regex ?? (() => false));
    case 'compare':
      return orderedValueTest(match.operand.kind, comparisonTest(match.operator, match.operand));
    case 'range': {
      const kind = (match.from ?? match.to)?.operand.kind ?? 'number';
      return orderedValueTest(kind, rangeTest(match.from, match.to));
    }
    default:
      return unreachable(match);
  }
}

function orderTest(match: Match): NumberTest | undefined {
  if (match.kind === 'compare') return comparisonTest(match.operator, match.operand);
  return match.kind === 'range' ? rangeTest(match.from, match.to) : undefined;
}

function partsOf(match: Match): readonly string[] | undefined {
  if (match.kind === 'text') return [match.text];
  return match.kind === 'wildcard' ? match.parts : undefined;
}
