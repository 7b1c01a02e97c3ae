import type { JSX } from 'react';
import type { GapMarker } from '../../stores/index.ts';
import { formatClock } from '../../ui/time-format.ts';
import styles from './gap-row.module.css';

/** A place where lines may be missing: its two times, how long it was, and why. */
export function GapRow({ gap, timeZone }: { readonly gap: GapMarker; readonly timeZone: string }): JSX.Element {
  const seconds = Math.max(0, Math.round((gap.to - gap.from) / 1000));
  const text = `${formatClock(gap.from, timeZone)} – ${formatClock(gap.to, timeZone)} · ${seconds} s · ${gap.reason}, lines may be missing`;
  return (
    <div role="separator" aria-label={`Gap ${text}`} className={styles['gap']}>
      <strong className={styles['word']}>Gap</strong> {text}
    </div>
  );
}
