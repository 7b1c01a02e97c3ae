import { describe, expect, it } from 'vitest';
import { MetadataNodes, ROOT_ID } from './metadata-nodes.ts';
import { ROWS_OF_BRANCH } from './metadata-plan.ts';

function namesOf(nodes: MetadataNodes, id = ROOT_ID): string[] {
  return nodes.childrenOf(id).map((child) => {
    const node = nodes.get(child);
    if (node.kind === 'lines') return node.text;
    return node.kind === 'more' ? `${node.hidden} more` : node.name;
  });
}

describe('the rows of a tree', () => {
  it('are the names of a branch in their order, those of a list its places', () => {
    const nodes = new MetadataNodes({ b: 1, a: { x: null }, list: ['one', 'two'] });
    const [, inner, list] = nodes.childrenOf(ROOT_ID);
    expect(namesOf(nodes)).toEqual(['b', 'a', 'list']);
    expect(namesOf(nodes, inner)).toEqual(['x']);
    expect(namesOf(nodes, list)).toEqual(['0', '1']);
  });

  it('come piece by piece, and keep their identity when more come', () => {
    const count = 2 * ROWS_OF_BRANCH + 7;
    const nodes = new MetadataNodes(Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, at])));
    const first = nodes.childrenOf(ROOT_ID);
    expect(namesOf(nodes).at(-1)).toBe(`${count - ROWS_OF_BRANCH} more`);
    const showMore = (): string | undefined => {
      const more = nodes.get(nodes.childrenOf(ROOT_ID).at(-1) ?? '');
      return more.kind === 'more' ? nodes.showMore(more) : undefined;
    };
    const next = showMore();
    expect(nodes.get(next ?? '')).toMatchObject({ name: `k${ROWS_OF_BRANCH}` });
    expect(nodes.childrenOf(ROOT_ID).slice(0, ROWS_OF_BRANCH)).toEqual(first.slice(0, ROWS_OF_BRANCH));
    showMore();
    expect(namesOf(nodes)).toEqual(Array.from({ length: count }, (_, at) => `k${at}`));
  });

  it('are data, whatever they are called', () => {
    const metadata = Object.fromEntries([
      ['__proto__', 'own'],
      ['constructor', 1],
    ]);
    const nodes = new MetadataNodes(metadata);
    expect(nodes.childrenOf(ROOT_ID).map((id) => nodes.get(id))).toMatchObject([{ value: 'own' }, { value: 1 }]);
  });

  it('are all lines of a text under the row of its first one', () => {
    const nodes = new MetadataNodes({ stack: 'Error: no\n  at one', one: 'a\n\n', none: ' \n', number: 5 });
    expect(nodes.childrenOf(ROOT_ID).map((id) => namesOf(nodes, id))).toEqual([['Error: no\n  at one'], [], [], []]);
    expect(nodes.openIds(() => true)).toEqual([]);
    const isShort = (text: string): boolean => text.length < 20;
    expect(nodes.openIds(() => true, isShort).map((id) => nodes.get(id))).toMatchObject([{ name: 'stack' }]);
  });

  it('stand open where that is wanted, below what is open only', () => {
    const nodes = new MetadataNodes({ a: { b: { c: 1 } }, shut: { d: { e: 1 } } });
    const open = nodes.openIds((branch) => !('d' in branch));
    expect(open.map((id) => nodes.get(id))).toMatchObject([{ name: 'a' }, { name: 'b' }]);
  });
});
