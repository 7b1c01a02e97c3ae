import { LEVELS } from '../../protocol/index.ts';
import { BUILTIN_FIELDS, formatField, formatValue, type Field, type QueryContext } from '../../query/index.ts';
import { formatShortCount } from '../../ui/time-format.ts';
import type { CountedValue } from './field-tally.ts';
import type { SeenPath } from './newest-lines.ts';

/** As many as anybody looks through; the rest is found by typing. */
const MAX_SUGGESTIONS = 50;
const MAX_VALUE_LENGTH = 200;

/** Something that can be written at the caret. */
export interface Suggestion {
  readonly kind: 'field' | 'value' | 'operator' | 'template';
  /** What it is called, as it will stand in the query. */
  readonly label: string;
  /** A word on it: what it means, how often it came. */
  readonly detail: string;
  /** What is written in the place of the context's span. */
  readonly text: string;
  /** Whether there is more to write behind it, so that suggestions go on. */
  readonly goesOn: boolean;
}

/** What is known of the lines, read only when it is asked for. */
export interface SeenFacts {
  now(): number;
  paths(): readonly SeenPath[];
  values(field: Field): readonly CountedValue[];
}

const BUILTIN_WORDS = {
  level: 'how severe it is',
  source: 'where it comes from',
  message: 'what it says',
  id: 'its id',
  timestamp: 'when it was',
} as const;

const OPERATORS = [
  ['AND', 'both hold'],
  ['OR', 'one of them holds'],
  ['NOT', 'it does not hold'],
] as const;

/** What can be written at a place, what is most likely first; nothing where only what stands there already would be said. */
export function suggestionsFor(context: QueryContext, facts: SeenFacts): readonly Suggestion[] {
  switch (context.kind) {
    case 'none':
      return [];
    case 'term':
      return termSuggestions(context, facts);
    case 'value': {
      const found = matching(valueSuggestions(context, facts), context.typed, MAX_SUGGESTIONS);
      const [only] = found;
      // It has been written already.
      const isWritten = found.length === 1 && only?.label.toLowerCase() === context.typed.toLowerCase();
      return isWritten ? [] : found;
    }
    default:
      return context satisfies never;
  }
}

function termSuggestions({ typed, follows }: QueryContext & { kind: 'term' }, facts: SeenFacts): readonly Suggestion[] {
  const operators = OPERATORS.filter(([name]) => follows || name === 'NOT').map(([name, detail]): Suggestion => ({
    kind: 'operator',
    label: name,
    detail,
    text: `${name} `,
    goesOn: true,
  }));
  const builtin = BUILTIN_FIELDS.map((name): Suggestion =>
    fieldSuggestion({ kind: 'builtin', name }, BUILTIN_WORDS[name]),
  );
  const seen = facts.paths().map(({ field, count }) => fieldSuggestion(field, `${formatShortCount(count)} lately`));
  const fields = matching([...builtin, ...seen], typed, MAX_SUGGESTIONS);
  // A word is looked for as it is: an operator is offered to who has begun to write it, or has written nothing.
  const begun = operators.filter(({ label }) => label.startsWith(typed) && label !== typed);
  return typed === '' && follows ? [...begun, ...fields] : [...fields, ...begun];
}

function fieldSuggestion(field: Field, detail: string): Suggestion {
  const label = `${formatField(field)}:`;
  return { kind: 'field', label, detail, text: label, goesOn: true };
}

function valueSuggestions(context: QueryContext & { kind: 'value' }, facts: SeenFacts): readonly Suggestion[] {
  const { field, isCompared } = context;
  const seen = facts.values(field);
  if (field.kind === 'builtin') {
    switch (field.name) {
      case 'level':
        return levelSuggestions(seen, isCompared);
      case 'timestamp':
        return timeSuggestions(facts.now(), isCompared);
      case 'source':
        return [...seen.flatMap(valueSuggestion), ...(isCompared ? [] : [ANY])];
      case 'message':
      case 'id':
        return [];
      default:
        return field.name satisfies never;
    }
  }
  const numbers = seen.flatMap(({ value }) => (typeof value === 'number' ? [value] : []));
  return isCompared
    ? seen.filter(({ value }) => typeof value === 'number').flatMap(valueSuggestion)
    : [...seen.flatMap(valueSuggestion), ...rangeSuggestions(numbers), ANY];
}

const ANY: Suggestion = { kind: 'template', label: '*', detail: 'any value', text: '*', goesOn: false };

function valueSuggestion({ text, count }: CountedValue): Suggestion[] {
  // A field of one line takes no line ends, and nobody chooses what they cannot read.
  if (text.length > MAX_VALUE_LENGTH || /[\r\n]/.test(text)) return [];
  const written = formatValue(text);
  return [{ kind: 'value', label: text, detail: formatShortCount(count), text: written, goesOn: false }];
}

function levelSuggestions(seen: readonly CountedValue[], isCompared: boolean): readonly Suggestion[] {
  const counts = new Map(seen.map(({ text, count }) => [text, count]));
  const levels = LEVELS.toReversed().map((level): Suggestion => {
    const count = counts.get(level);
    return {
      kind: 'value',
      label: level,
      detail: count === undefined ? '' : formatShortCount(count),
      text: level,
      goesOn: false,
    };
  });
  if (isCompared) return levels;
  const known = new Set<string>(LEVELS);
  const others = seen.filter(({ text }) => !known.has(text)).flatMap(valueSuggestion);
  const ranges = (['WARN', 'ERROR'] as const).map((level): Suggestion => ({
    kind: 'template',
    label: `>=${level}`,
    detail: `${level} and worse`,
    text: `>=${level}`,
    goesOn: false,
  }));
  return [...levels, ...others, ...ranges];
}

function rangeSuggestions(numbers: readonly number[]): readonly Suggestion[] {
  if (numbers.length === 0) return [];
  const template = (label: string, detail: string, goesOn: boolean): Suggestion => ({
    kind: 'template',
    label,
    detail,
    text: label,
    goesOn,
  });
  const range = `[${Math.min(...numbers)} TO ${Math.max(...numbers)}]`;
  return [
    template('>=', 'at least', true),
    template('<=', 'at most', true),
    ...(numbers.length > 1 ? [template(range, 'from the least to the greatest seen', false)] : []),
  ];
}

const MINUTE = 60_000;
const AGES = [
  ['5 minutes ago', 5 * MINUTE],
  ['15 minutes ago', 15 * MINUTE],
  ['1 hour ago', 60 * MINUTE],
  ['24 hours ago', 24 * 60 * MINUTE],
] as const;

function timeSuggestions(now: number, isCompared: boolean): readonly Suggestion[] {
  const written = (time: number): string => `${new Date(time).toISOString().slice(0, 16)}Z`;
  const since = AGES.map(([age, milliseconds]): Suggestion => {
    const label = `${isCompared ? '' : '>='}${written(now - milliseconds)}`;
    return { kind: 'template', label, detail: isCompared ? age : `since ${age}`, text: label, goesOn: false };
  });
  if (isCompared) return since;
  const today = new Date(now).toISOString().slice(0, 10);
  const range = `[${written(now - 60 * MINUTE)} TO ${written(now)}]`;
  return [
    ...since,
    { kind: 'template', label: today, detail: 'today, in UTC', text: today, goesOn: false },
    { kind: 'template', label: range, detail: 'the last hour', text: range, goesOn: false },
  ];
}

/** Those that contain what was typed, those that begin with it first; else in their order. */
function matching(all: readonly Suggestion[], typed: string, most: number): readonly Suggestion[] {
  const wanted = typed.toLowerCase();
  const begins = all.filter(({ label }) => label.toLowerCase().startsWith(wanted));
  const contains = all.filter(({ label }) => {
    const lowered = label.toLowerCase();
    return !lowered.startsWith(wanted) && lowered.includes(wanted);
  });
  return [...begins, ...contains].slice(0, most);
}
