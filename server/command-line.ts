import { parseArgs } from 'node:util';
import { nearestWord } from './nearest-word.ts';

/** The flags of a command. One that may be repeated is `multiple`. */
export type FlagTable = Readonly<
  Record<string, { readonly type: 'string' | 'boolean'; readonly short?: string; readonly multiple?: boolean }>
>;

export interface Flags<Name extends string> {
  readonly texts: ReadonlyMap<Name, string>;
  /** The values of flags that may be repeated, in their order. */
  readonly lists: ReadonlyMap<Name, readonly string[]>;
  readonly switches: ReadonlySet<Name>;
  readonly positionals: readonly string[];
}

/** A mistake in the command line, carried to the one place that answers with it. */
export class Mistake extends Error {}

/**
 * Reads a command line. Throws a `Mistake` that names the flag. `examples`: a value for each flag that may be shown where one
 * was forgotten; none for a secret. `seeHelp`: what ends the sentence on a flag that is unknown; empty where every mistake is
 * answered with the way to the help.
 */
export function readFlags<Name extends string>(
  args: readonly string[],
  table: FlagTable & Readonly<Record<Name, unknown>>,
  examples: Partial<Record<Name, string>>,
  seeHelp = ' See --help.',
): Flags<Name> {
  const { tokens } = parseArgs({ args: [...args], options: { ...table }, strict: false, tokens: true });
  const isName = (name: string): name is Name => Object.hasOwn(table, name);
  const texts = new Map<Name, string>();
  const lists = new Map<Name, string[]>();
  const switches = new Set<Name>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const { name } = token;
    const flag = table[name];
    if (!isName(name) || flag === undefined)
      throw new Mistake(`${unknownFlag(token.rawName, Object.keys(table))}${seeHelp}`);
    if (flag.type === 'boolean') {
      if (token.value !== undefined) throw new Mistake(`--${name} takes no value, but got ${quote(token.value)}.`);
      switches.add(name);
      continue;
    }
    const isForgotten = token.value === undefined || (!token.inlineValue && /^-./.test(token.value));
    if (token.value === undefined || isForgotten) {
      throw new Mistake(`--${name} needs a value, as in --${name}=${examples[name] ?? 'VALUE'}.`);
    }
    if (flag.multiple === true) lists.set(name, [...(lists.get(name) ?? []), token.value]);
    else texts.set(name, token.value);
  }
  return { texts, lists, switches, positionals };
}

function unknownFlag(rawName: string, names: readonly string[]): string {
  const near = nearestWord(rawName.replace(/^-+/, ''), names);
  const hint = near === undefined ? '' : ` Did you mean --${near}?`;
  return `Unknown flag ${rawName}.${hint}`;
}

/** What a person gave, for a message that quotes it. Never called with a secret. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
