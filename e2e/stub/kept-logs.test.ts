import { describe, expect, it } from 'vitest';
import { KeptLogs } from './kept-logs.ts';
import { Ledger } from './ledger.ts';

function keeping(count: number): { kept: KeptLogs; ledger: Ledger } {
  const [kept, ledger] = [new KeptLogs(), new Ledger()];
  kept.append(Array.from({ length: count }, () => ledger.enter()));
  return { kept, ledger };
}

const idsAfter = (kept: KeptLogs, position: string): readonly string[] => {
  const after = kept.after(position);
  return after.kind === 'known' ? after.logs.map(({ log }) => log.id) : ['unknown'];
};

describe('KeptLogs', () => {
  it('numbers lines through an epoch, and knows what came after each of them', () => {
    const { kept, ledger } = keeping(3);
    expect(kept.end).toBe('epoch-1:3');
    expect(idsAfter(kept, 'epoch-1:1')).toEqual(ledger.ids.slice(1));
    expect(idsAfter(kept, 'epoch-1:0')).toEqual(ledger.ids);
    expect(idsAfter(kept, kept.end)).toEqual([]);
  });

  it('says of a position that is not of its epoch, not reached yet, or no position at all, that it knows nothing', () => {
    const { kept } = keeping(3);
    for (const position of ['epoch-0:1', 'epoch-1:4', 'epoch-1', '3', 'epoch-1:x', '']) {
      expect(kept.after(position)).toEqual({ kind: 'unknown' });
    }
  });

  it('counts what it forgot after a position, and gives no number twice', () => {
    const { kept, ledger } = keeping(5);
    kept.forget(3);
    expect(kept.after('epoch-1:1')).toMatchObject({ forgotten: 2 });
    expect(kept.after('epoch-1:3')).toMatchObject({ forgotten: 0 });
    kept.forget(Infinity);
    expect(kept.after('epoch-1:1')).toEqual({ kind: 'known', logs: [], forgotten: 4 });
    expect(kept.append([ledger.enter()])[0]?.position).toBe('epoch-1:6');
  });

  it('numbers from 1 in another epoch, what is kept still included', () => {
    const { kept, ledger } = keeping(4);
    kept.forget(2);
    kept.epoch = 'epoch-2';
    expect(kept.end).toBe('epoch-2:2');
    expect(kept.after('epoch-1:3')).toEqual({ kind: 'unknown' });
    expect(idsAfter(kept, 'epoch-2:0')).toEqual(ledger.ids.slice(2));
  });

  it('goes on numbering where it is told the epoch that it is in', () => {
    const { kept } = keeping(4);
    kept.forget(2);
    kept.epoch = 'epoch-1';
    expect(kept.end).toBe('epoch-1:4');
  });

  it('lets lines that stay keep their numbers when others are put in their place', () => {
    const { kept, ledger } = keeping(3);
    const [, second] = kept.logs;
    if (second === undefined) throw new Error('Nothing was kept.');
    kept.replace([second, ledger.enter()]);
    expect(kept.newest(() => true, 10).map(({ position }) => position)).toEqual(['epoch-1:2', 'epoch-1:4']);
    expect(kept.logs.map(({ id }) => id)).toEqual(['line-000002', 'line-000004']);
  });

  it('finds the newest lines that match, oldest first', () => {
    const { kept } = keeping(6);
    const isEven = ({ id }: { readonly id: string }): boolean => Number(id.slice(-1)) % 2 === 0;
    expect(kept.newest(isEven, 2).map(({ log }) => log.id)).toEqual(['line-000004', 'line-000006']);
    expect(kept.newest(isEven, 0)).toEqual([]);
  });
});
