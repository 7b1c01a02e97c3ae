/** As many as anybody looks through; the rest is found by typing. */
export const MAX_OPTIONS = 200;

export interface SourceOptions {
  readonly shown: readonly string[];
  /** How many more match what was typed. */
  readonly hiddenCount: number;
  /** What was typed, where it is none of the known sources: it can be chosen all the same. */
  readonly typed: string | undefined;
}

/** The sources that contain what was typed, those chosen first. */
export function sourceOptions(chosen: readonly string[], known: readonly string[], text: string): SourceOptions {
  const typed = text.trim();
  const wanted = typed.toLowerCase();
  const all = [...new Set([...chosen, ...known])];
  const matching = wanted === '' ? all : all.filter((source) => source.toLowerCase().includes(wanted));
  const isNew = typed !== '' && !all.includes(typed);
  const shown = matching.slice(0, MAX_OPTIONS);
  return {
    shown: isNew ? [...shown, typed] : shown,
    hiddenCount: matching.length - shown.length,
    typed: isNew ? typed : undefined,
  };
}
