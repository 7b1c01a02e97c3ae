import { isJsonObject, ownValue, type JsonValue } from '../../protocol/index.ts';
import { isBranch, namesIn, type JsonBranch } from './metadata-plan.ts';

export interface JsonPiece {
  readonly kind: 'name' | 'text' | 'number' | 'plain';
  readonly text: string;
}

/** What is nested deeper is written without line breaks: its indentation would be longer than itself. */
const MAX_INDENT = 40;
const PIECES_AT_ONCE = 20_000;

interface Step {
  readonly branch: JsonBranch;
  readonly names: readonly string[];
  at: number;
}

/** Writes JSON with indentation, piece by piece: as deep as it may be, and no further than somebody reads on. */
export function* jsonPieces(root: JsonValue): Generator<JsonPiece, undefined> {
  if (!isBranch(root)) return yield scalarPiece(root);
  const way: Step[] = [stepInto(root)];
  yield plain(opening(root));
  for (let step = way.at(-1); step !== undefined; step = way.at(-1)) {
    const { branch, names } = step;
    step.at += 1;
    const name = names[step.at];
    if (name === undefined) {
      way.pop();
      yield plain((names.length === 0 ? '' : lineBreak(way.length)) + (isJsonObject(branch) ? '}' : ']'));
      continue;
    }
    yield plain((step.at === 0 ? '' : ',') + lineBreak(way.length));
    if (isJsonObject(branch)) {
      yield { kind: 'name', text: JSON.stringify(name) };
      yield plain(way.length <= MAX_INDENT ? ': ' : ':');
    }
    const value = (isJsonObject(branch) ? ownValue(branch, name) : branch[Number(name)]) ?? null;
    if (isBranch(value)) {
      yield plain(opening(value));
      way.push(stepInto(value));
    } else yield scalarPiece(value);
  }
  return undefined;
}

/** The whole of it as a text. What is large is written in several goes, so that the page can answer in between. */
export async function indentedJson(root: JsonValue): Promise<string> {
  const texts: string[] = [];
  for (const { text } of jsonPieces(root)) {
    texts.push(text);
    if (texts.length % PIECES_AT_ONCE === 0) await new Promise((resume) => setTimeout(resume));
  }
  return texts.join('');
}

function stepInto(branch: JsonBranch): Step {
  return { branch, names: namesIn(branch), at: -1 };
}

function opening(branch: JsonBranch): string {
  return isJsonObject(branch) ? '{' : '[';
}

function lineBreak(depth: number): string {
  return depth <= MAX_INDENT ? `\n${'  '.repeat(depth)}` : '';
}

function plain(text: string): JsonPiece {
  return { kind: 'plain', text };
}

function scalarPiece(value: JsonValue): JsonPiece {
  return { kind: typeof value === 'string' ? 'text' : 'number', text: JSON.stringify(value) };
}
