import type { JSX } from 'react';
import { useConnections, useLogs } from '../../stores/index.ts';
import { formatCount } from '../../ui/time-format.ts';
import styles from './ledger-sums.module.css';

/** Where every line went that was received, as a sum that can be checked, and beside it what is yet to count or never came. */
export function LedgerSums(): JSX.Element {
  const ledger = useLogs((state) => state.ledger);
  const waiting = useConnections((state) => state.logs.stats?.waiting ?? 0);
  const parts = [
    { name: 'Shown', count: ledger.shown },
    { name: 'Held back by the query and the filter', count: ledger.heldBack },
    { name: 'Evicted to make room', count: ledger.evicted },
    { name: 'Came again', count: ledger.repeated, note: conflictNote(ledger.conflicts) },
    { name: 'Dropped: faster than this page could take in', count: ledger.dropped },
  ];
  const missing = ledger.received - parts.reduce((sum, { count }) => sum + count, 0);
  return (
    <table className={styles['sums']}>
      <caption>Where every line went</caption>
      <tbody>
        {parts.map(({ name, count, note }) => (
          <tr key={name} data-empty={count === 0}>
            <th scope="row">
              {name}
              {note !== undefined && <span className={styles['note']}> {note}</span>}
            </th>
            <td>{formatCount(count)}</td>
          </tr>
        ))}
      </tbody>
      <tbody className={styles['total']}>
        <tr>
          <th scope="row">
            Received
            <span className={styles['note']} data-bad={missing !== 0}>
              {' '}
              {missing === 0 ? 'the sum of the above' : `${formatCount(missing)} unaccounted for`}
            </span>
          </th>
          <td>{formatCount(ledger.received)}</td>
        </tr>
      </tbody>
      <tbody>
        <tr data-empty={waiting === 0}>
          <th scope="row">
            Waiting until it is known what comes before them
            <span className={styles['note']}> not yet among those received</span>
          </th>
          <td>{formatCount(waiting)}</td>
        </tr>
        <Missing name="Gaps that are marked and not filled" count={ledger.gaps} />
        <Missing name="Lines that the server says it left out" count={ledger.lost} />
        <Missing name="Messages that could not be read" count={ledger.malformed} />
      </tbody>
    </table>
  );
}

function Missing({ name, count }: { readonly name: string; readonly count: number }): JSX.Element {
  return (
    <tr data-empty={count === 0} data-bad={count > 0}>
      <th scope="row">{name}</th>
      <td>{formatCount(count)}</td>
    </tr>
  );
}

function conflictNote(conflicts: number): string | undefined {
  return conflicts === 0 ? undefined : `${formatCount(conflicts)} with another body; the first is kept`;
}
