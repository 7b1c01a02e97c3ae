import fuzzysort from 'fuzzysort';
import type { PaletteCommand } from './palette-command.ts';

// The primitive takes groups by an index signature, which only a type has.
// eslint-disable-next-line typescript/consistent-type-definitions
export type CommandGroup = {
  readonly name: string;
  readonly items: readonly PaletteCommand[];
};

const MAX_FOUND = 50;
const MAX_RECENT = 5;
/** Letters that are scattered over a name are no name for it. */
const MIN_SCORE = 0.3;
/** What is found by another word stands behind what is called so. */
const BY_OTHER_WORDS = 0.8;

/**
 * What is offered: with nothing typed what was used last and then all that can be done, by groups; else what is called so,
 * best first, with why not where it cannot be done.
 */
export function findCommands(
  commands: readonly PaletteCommand[],
  text: string,
  recent: readonly string[],
): readonly CommandGroup[] {
  const wanted = text.trim();
  if (wanted === '') return byGroup(commands, recent);
  const found = fuzzysort.go(wanted, commands, {
    keys: ['name', 'words', 'group'],
    threshold: MIN_SCORE,
    limit: MAX_FOUND,
    scoreFn: ([name, words, group]) =>
      Math.max(name?.score ?? 0, BY_OTHER_WORDS * Math.max(words?.score ?? 0, group?.score ?? 0)),
  });
  const items = found.map(({ obj }) => obj);
  return items.length === 0 ? [] : [{ name: 'Found', items }];
}

function byGroup(commands: readonly PaletteCommand[], recent: readonly string[]): readonly CommandGroup[] {
  const possible = commands.filter(({ whyNot }) => whyNot === undefined);
  const used = recent.flatMap((id) => possible.find((command) => command.id === id) ?? []);
  const others = possible.filter((command) => !used.includes(command) && command.isOnlyFound !== true);
  const groups = new Map<string, PaletteCommand[]>();
  if (used.length > 0) groups.set('Used last', used);
  for (const command of others) groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
  return [...groups].map(([name, items]) => ({ name, items }));
}

/** What was used last, newest first. Kept for as long as the page is open. */
export class RecentCommands {
  #ids: readonly string[] = [];

  get ids(): readonly string[] {
    return this.#ids;
  }

  note(id: string): void {
    this.#ids = [id, ...this.#ids.filter((one) => one !== id)].slice(0, MAX_RECENT);
  }
}
