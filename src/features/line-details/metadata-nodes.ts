import { isJsonObject, ownValue, type JsonObject, type JsonValue } from '../../protocol/index.ts';
import { hasLines, isBranch, namesIn, ROWS_OF_BRANCH, type JsonBranch } from './metadata-plan.ts';
import { placeIn, type Place } from './metadata-place.ts';

/** A row of the tree: a value, all lines of a value, or the offer to show more of a long branch. */
export type MetadataNode = ValueNode | LinesNode | MoreNode;

export interface ValueNode {
  readonly kind: 'value';
  readonly id: string;
  readonly name: string;
  readonly value: JsonValue;
  readonly place: Place;
}

export interface LinesNode {
  readonly kind: 'lines';
  readonly id: string;
  readonly text: string;
  readonly of: ValueNode;
}

export interface MoreNode {
  readonly kind: 'more';
  readonly id: string;
  readonly parentId: string;
  readonly hidden: number;
}

export const ROOT_ID = 'root';

/** The rows that a tree of metadata can have. One comes into being when its branch is opened, and never again. */
export class MetadataNodes {
  readonly #nodes = new Map<string, MetadataNode>();
  readonly #children = new Map<string, readonly string[]>();
  readonly #drawn = new Map<string, number>();
  readonly #namesOf: (branch: JsonBranch) => readonly string[];
  #count = 0;

  /** `namesOf`: the names that are shown of a branch, all unless said otherwise. */
  constructor(root: JsonObject, namesOf: (branch: JsonBranch) => readonly string[] = namesIn) {
    this.#namesOf = namesOf;
    this.#nodes.set(ROOT_ID, { kind: 'value', id: ROOT_ID, name: '', value: root, place: undefined });
  }

  get(id: string): MetadataNode {
    const node = this.#nodes.get(id);
    if (node === undefined) throw new Error(`There is no row ${id}.`);
    return node;
  }

  /** The rows below a branch, the offer of more at their end. */
  childrenOf(id: string): readonly string[] {
    const known = this.#children.get(id);
    if (known !== undefined) return known;
    const children = this.#firstChildren(this.get(id));
    this.#children.set(id, children);
    return children;
  }

  /** Draws more of the branch that an offer is about. Answers the first row that is new. */
  showMore({ parentId }: MoreNode): string | undefined {
    const node = this.get(parentId);
    const before = this.childrenOf(parentId).slice(0, -1);
    if (node.kind !== 'value' || !isBranch(node.value)) return undefined;
    const children = this.#draw(parentId, node.value, node.place, before);
    this.#children.set(parentId, children);
    return children[before.length];
  }

  /** The rows of branches that stand open at first, and of texts. */
  openIds(isOpen: (branch: JsonBranch) => boolean, isTextOpen: (text: string) => boolean = () => false): string[] {
    const open = [ROOT_ID];
    // Grows while it is walked.
    for (const id of open) {
      for (const child of this.childrenOf(id)) {
        const node = this.get(child);
        if (node.kind !== 'value') continue;
        const { value } = node;
        if (isBranch(value) ? isOpen(value) : hasLines(value) && isTextOpen(value)) open.push(child);
      }
    }
    return open.slice(1);
  }

  #firstChildren(node: MetadataNode): readonly string[] {
    if (node.kind !== 'value') return [];
    const { value } = node;
    if (isBranch(value)) return this.#draw(node.id, value, node.place, []);
    if (!hasLines(value)) return [];
    const id = this.#nextId();
    this.#nodes.set(id, { kind: 'lines', id, text: value, of: node });
    return [id];
  }

  #draw(id: string, branch: JsonBranch, place: Place, before: readonly string[]): readonly string[] {
    const names = this.#namesOf(branch);
    const drawn = (this.#drawn.get(id) ?? 0) + ROWS_OF_BRANCH;
    this.#drawn.set(id, drawn);
    const added = names.slice(before.length, drawn).map((name) => {
      const value = (isJsonObject(branch) ? ownValue(branch, name) : branch[Number(name)]) ?? null;
      const own = this.#nextId();
      this.#nodes.set(own, { kind: 'value', id: own, name, value, place: placeIn(place, name, !isJsonObject(branch)) });
      return own;
    });
    const hidden = names.length - drawn;
    if (hidden <= 0) return [...before, ...added];
    const more = this.#nextId();
    this.#nodes.set(more, { kind: 'more', id: more, parentId: id, hidden });
    return [...before, ...added, more];
  }

  #nextId(): string {
    this.#count += 1;
    return `row ${this.#count}`;
  }
}
