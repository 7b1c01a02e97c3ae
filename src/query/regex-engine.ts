import type { RegexFlags } from './query-tree.ts';

/** What makes `/regex/` work. It is handed in, so that a page can load it when a query first needs it. */
export interface RegexEngine {
  /** `message` says in a few words why the source is refused. `test` finds the expression anywhere and never throws. */
  compile(source: string, flags: RegexFlags): CompiledRegex;
}

/** What an engine can do that also tells where an expression is. */
export interface LocatingRegexEngine extends RegexEngine {
  compile(source: string, flags: RegexFlags): LocatingRegex;
}

export type CompiledRegex =
  { readonly ok: true; test(text: string): boolean } | { readonly ok: false; readonly message: string };

export type LocatingRegex =
  | {
      readonly ok: true;
      test(text: string): boolean;
      /** The first match that begins at an offset or after it, by its offsets in UTF-16 code units; never throws. */
      locate(text: string, from: number): TextSpan | undefined;
    }
  | { readonly ok: false; readonly message: string };

/** A part of a text: from `start` up to, but without, `end`. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}
