import { isJsonObject, type JsonObject, type JsonValue } from '../../protocol/index.ts';

export type JsonBranch = JsonObject | readonly JsonValue[];

/** Rows of one branch that are drawn before somebody asks for more of it. */
export const ROWS_OF_BRANCH = 100;
/** Rows of the whole tree that are drawn before somebody opens or asks for anything. */
export const ROWS_AT_FIRST = 500;
const OPEN_DEPTH = 2;
const OPEN_SIZE = 20;

export function isBranch(value: JsonValue): value is JsonBranch {
  return isJsonObject(value) || Array.isArray(value);
}

/** The branches that stand open at first: small ones of the first levels, the upper ones first, while rows are left. */
export function branchesOpenAtFirst(metadata: JsonObject): ReadonlySet<JsonBranch> {
  const open = new Set<JsonBranch>();
  let left = ROWS_AT_FIRST - Math.min(Object.keys(metadata).length, ROWS_OF_BRANCH);
  let level: readonly JsonBranch[] = [metadata];
  for (let depth = 0; depth < OPEN_DEPTH; depth += 1) {
    const opened: JsonBranch[] = [];
    for (const child of level.flatMap(drawnBranches)) {
      const size = Object.keys(child).length;
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
  return Object.values(branch).slice(0, ROWS_OF_BRANCH).filter(isBranch);
}
