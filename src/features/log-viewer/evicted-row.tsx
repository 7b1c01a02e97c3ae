import { useId, type JSX } from 'react';
import type { EvictedMarker } from '../../stores/index.ts';
import { formatClock, formatCount } from '../../ui/time-format.ts';
import { visibleText } from '../../ui/visible-text.ts';
import styles from './gap-row.module.css';

interface EvictedRowProps {
  readonly marker: EvictedMarker;
  readonly timeZone: string;
  readonly isActive: boolean;
  readonly onLoad: () => void;
}

/** What became of lines that had to go, in words. */
export function describeEvicted(marker: EvictedMarker, timeZone: string): string {
  const { count, from, to, filling } = marker;
  const times = `${formatClock(from, timeZone)} – ${formatClock(to, timeZone)}`;
  const lines = `${formatCount(count)} ${count === 1 ? 'line' : 'lines'} had to go to make room while you read`;
  return [lines, ...(filling.kind === 'unfilled' ? [visibleText(filling.message)] : []), times].join(' · ');
}

/** The place of lines that had to go while older ones were read, and the way to get them back. */
export function EvictedRow({ marker, timeZone, isActive, onLoad }: EvictedRowProps): JSX.Element {
  const isLoading = marker.filling.kind === 'filling';
  const words = describeEvicted(marker, timeZone);
  const textId = useId();
  return (
    <div className={`${styles['gap']} ${isActive ? styles['active'] : ''}`} data-filling={marker.filling.kind}>
      <div role="separator" id={textId} aria-label={`Evicted: ${words}`} className={styles['text']} title={words}>
        {words}
      </div>
      <button
        type="button"
        tabIndex={-1}
        aria-describedby={textId}
        aria-disabled={isLoading}
        className={styles['fill']}
        onClick={onLoad}
      >
        {isLoading ? 'Loading…' : 'Load back'}
      </button>
    </div>
  );
}
