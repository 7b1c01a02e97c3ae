import type { Readable } from 'node:stream';
import type { Settings } from './settings.ts';
import { DemoSource, demoRulesYaml, FileSource, PipeSource, validateSources, type LogSource } from './sources/index.ts';

/** A source that is ready to start, and what is said about it at the terminal. */
export interface OpenedSource {
  readonly source: LogSource;
  readonly words: string;
}

export type OpenedSources =
  | {
      readonly ok: true;
      readonly sources: readonly OpenedSource[];
      /** What is odd but works. */
      readonly notices: readonly string[];
      readonly demoRules: string | undefined;
    }
  | { readonly ok: false; readonly problems: readonly string[] };

/** More names than this are counted instead of listed. */
const LISTED_NAMES = 4;

/** Makes the sources of a run. What cannot be read at all is said before anything starts. */
export async function openSources(settings: Settings, stdin: Readable): Promise<OpenedSources> {
  const { patterns, readsStdin, runsDemo } = settings;
  const { problems, notices, usable } = await validateSources(patterns);
  if (problems.length > 0) return { ok: false, problems };
  const sources: OpenedSource[] = [];
  if (usable.length > 0) {
    sources.push({ source: new FileSource({ patterns: usable }), words: `Following ${listed(usable)}` });
  }
  if (readsStdin) sources.push({ source: new PipeSource({ input: stdin }), words: 'Reading standard input' });
  if (runsDemo) sources.push({ source: new DemoSource(), words: 'Running a demonstration: its logs are made up' });
  return { ok: true, sources, notices, demoRules: runsDemo ? demoRulesYaml : undefined };
}

function listed(names: readonly string[]): string {
  const rest = names.length - LISTED_NAMES;
  const shown = names.slice(0, LISTED_NAMES).join(', ');
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}
