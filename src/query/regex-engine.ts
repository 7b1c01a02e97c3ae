import type { RegexFlags } from './query-tree.ts';

/** What makes `/regex/` work. It is handed in, so that a page can load it when a query first needs it. */
export interface RegexEngine {
  /** `message` says in a few words why the source is refused. `test` finds the expression anywhere and never throws. */
  compile(source: string, flags: RegexFlags): CompiledRegex;
}

export type CompiledRegex =
  { readonly ok: true; test(text: string): boolean } | { readonly ok: false; readonly message: string };
