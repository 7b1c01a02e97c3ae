import { isJsonObject, ownValue, type JsonObject, type JsonValue } from '../../protocol/index.ts';

export type JsonBranch = JsonObject | readonly JsonValue[];

/** Rows of one branch that are drawn before somebody asks for more of it. */
export const ROWS_OF_BRANCH = 100;
/** Rows of the whole tree that are drawn before somebody opens or asks for anything. */
export const ROWS_AT_FIRST = 110;
const OPEN_DEPTH = 2;
const OPEN_SIZE = 20;

export function isBranch(value: JsonValue): value is JsonBranch {
  return isJsonObject(value) || Array.isArray(value);
}

/** Whether a value is a text of several lines, as a stack is: one line of it is shown until somebody wants them all. */
export function hasLines(value: JsonValue): value is string {
  return typeof value === 'string' && value.trim().includes('\n');
}

const listed = new WeakMap<JsonBranch, readonly string[]>();

/** The names in a branch, in their order. Listing 200,000 of them takes a while, so that it is done once. */
export function namesIn(branch: JsonBranch): readonly string[] {
  const known = listed.get(branch);
  if (known !== undefined) return known;
  const names = Object.keys(branch);
  listed.set(branch, names);
  return names;
}

/** The first values of a branch with their names: never a list of all of them. */
function firstIn(branch: JsonBranch, count: number): (readonly [name: string, value: JsonValue])[] {
  return namesIn(branch)
    .slice(0, count)
    .flatMap((name) => {
      const value = isJsonObject(branch) ? ownValue(branch, name) : branch[Number(name)];
      return value === undefined ? [] : [[name, value] as const];
    });
}

/** The branches that stand open at first: small ones of the first levels, the upper ones first, while rows are left. */
export function branchesOpenAtFirst(metadata: JsonObject): ReadonlySet<JsonBranch> {
  const open = new Set<JsonBranch>();
  let left = ROWS_AT_FIRST - Math.min(namesIn(metadata).length, ROWS_OF_BRANCH);
  let level: readonly JsonBranch[] = [metadata];
  for (let depth = 0; depth < OPEN_DEPTH; depth += 1) {
    const opened: JsonBranch[] = [];
    for (const child of level.flatMap(drawnBranches)) {
      const size = namesIn(child).length;
      if (size > OPEN_SIZE || size > left) continue;
      left -= size;
      open.add(child);
      opened.push(child);
    }
    level = opened;
  }
  return open;
}

function drawnBranches(branch: JsonBranch): JsonBranch[] {
  return firstIn(branch, ROWS_OF_BRANCH)
    .map(([, value]) => value)
    .filter(isBranch);
}
