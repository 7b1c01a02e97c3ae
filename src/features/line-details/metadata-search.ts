import { isJsonObject, ownValue, type JsonObject } from '../../protocol/index.ts';
import { isBranch, namesIn, type JsonBranch } from './metadata-plan.ts';

/** What is shown of a search at most, the branches on the way counted. */
export const MAX_FOUND_ROWS = 300;
/** What lies deeper is not looked at: the way there would be longer than any screen. */
export const MAX_SEARCH_DEPTH = 100;
/** Values and hundreds of characters that are looked at in one go. */
const WORK_AT_ONCE = 5_000;

export interface FoundMetadata {
  /** Fields whose name or value has the text, as many as are shown. */
  readonly count: number;
  /** Whether there may be more of them than are shown. */
  readonly isCut: boolean;
  /** Whether there are branches that were not looked into. */
  readonly hasDeeper: boolean;
  /** The names that are shown of a branch that has something found in it. */
  readonly names: ReadonlyMap<JsonBranch, readonly string[]>;
}

interface Step {
  readonly branch: JsonBranch;
  readonly names: readonly string[];
  at: number;
}

/** Looks for a text in names and values, whatever its case. Stops now and then, so that the page can answer in between. */
export function* searchMetadata(root: JsonObject, text: string): Generator<void, FoundMetadata> {
  const wanted = text.toLowerCase();
  const shown = new Map<JsonBranch, string[]>();
  const way: Step[] = [{ branch: root, names: namesIn(root), at: -1 }];
  let [count, rows, work, hasDeeper] = [0, 0, 0, false];
  for (let step = way.at(-1); step !== undefined; step = way.at(-1)) {
    step.at += 1;
    const name = step.names[step.at];
    if (name === undefined) {
      way.pop();
      continue;
    }
    const { branch } = step;
    const value = (isJsonObject(branch) ? ownValue(branch, name) : branch[Number(name)]) ?? null;
    const isInside = isBranch(value);
    const isNamedSo = isJsonObject(branch) && name.toLowerCase().includes(wanted);
    if (isNamedSo || (!isInside && String(value).toLowerCase().includes(wanted))) {
      count += 1;
      rows += showWay(way, shown);
      if (rows >= MAX_FOUND_ROWS) return { count, isCut: true, hasDeeper, names: shown };
    }
    work += 1 + (typeof value === 'string' ? Math.floor(value.length / 100) : 0);
    if (isInside && way.length >= MAX_SEARCH_DEPTH) hasDeeper = true;
    else if (isInside) way.push({ branch: value, names: namesIn(value), at: -1 });
    if (work >= WORK_AT_ONCE) {
      work = 0;
      yield;
    }
  }
  return { count, isCut: false, hasDeeper, names: shown };
}

/** Sees to it that what was found is shown, and each branch on the way to it. Answers how many rows that takes. */
function showWay(way: readonly Step[], shown: Map<JsonBranch, string[]>): number {
  let rows = 0;
  for (const { branch, names, at } of way.toReversed()) {
    const name = names[at] ?? '';
    const others = shown.get(branch);
    if (others?.at(-1) === name) break;
    if (others === undefined) shown.set(branch, [name]);
    else others.push(name);
    rows += 1;
  }
  return rows;
}
