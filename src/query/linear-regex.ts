import { RE2JS } from 're2js';
import type { LocatingRegex, LocatingRegexEngine } from './regex-engine.ts';

/** The longest source, in UTF-16 code units. */
export const MAX_REGEX_LENGTH = 1_024;
/** The largest program: repetitions are written out, so that a short source can stand for much work. */
export const MAX_REGEX_PROGRAM = 2_000;

/**
 * Regular expressions in the syntax of RE2, which take time linear in the text whatever their source. This file is a
 * second door of its room, beside `index.ts`, because the engine is large: a page imports it when a query needs it.
 */
export const linearRegexEngine: LocatingRegexEngine = { compile };

function compile(source: string, flags: 'i' | ''): LocatingRegex {
  if (source.length > MAX_REGEX_LENGTH) {
    return { ok: false, message: `it has more than ${MAX_REGEX_LENGTH} characters` };
  }
  try {
    const regex = RE2JS.compile(source, flags === 'i' ? RE2JS.CASE_INSENSITIVE : 0);
    if (regex.programSize() > MAX_REGEX_PROGRAM) return { ok: false, message: 'it repeats too much' };
    return {
      ok: true,
      test: (text) => {
        try {
          return regex.test(text);
        } catch {
          // The contract is never to throw at a log: one that the engine fails on does not match.
          return false;
        }
      },
      locate: (text, from) => {
        try {
          const matcher = regex.matcher(text);
          return matcher.find(from) ? { start: matcher.start(), end: matcher.end() } : undefined;
        } catch {
          return undefined;
        }
      },
    };
  } catch (error) {
    return { ok: false, message: reasonOf(error) };
  }
}

/** What the engine says, without the pattern, which the person has before their eyes. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /^error parsing regexp: ([^:`]+)/.exec(message)?.[1]?.trim() ?? 'it cannot be read';
}
