import type { JSX } from 'react';
import { LEVELS } from '../../protocol/index.ts';
import { Button } from '../../ui/button.tsx';
import { toneOfRank } from '../../ui/level-tone.ts';
import { formatCount } from '../../ui/time-format.ts';
import type { BarWords } from './describe-volume.ts';
import styles from './volume-band.module.css';

interface VolumeTipProps {
  readonly words: BarWords;
  /** Where it points at, from 0 to 1 along the axis. */
  readonly share: number;
  /** What was chosen can be shown alone. */
  readonly chosen: { readonly onShow: () => void; readonly onCancel: () => void } | undefined;
}

/** What stands in the bars that are pointed at or chosen. It floats over the lines, and takes no clicks that are meant for them. */
export function VolumeTip({ words: { time, lines, levels, more }, share, chosen }: VolumeTipProps): JSX.Element {
  return (
    <div
      className={styles['tip']}
      data-chosen={chosen !== undefined}
      style={{ left: `clamp(var(--tip-half), ${share * 100}%, 100% - var(--tip-half))` }}
    >
      {/* The slider says the same. */}
      <div aria-hidden className={styles['words']}>
        <p className={styles['time']}>
          <strong>{time}</strong>
          <span className={styles['quiet']}>{lines}</span>
        </p>
        {levels.length > 0 && (
          <p className={styles['levels']}>
            {levels.map(({ name, count }) => (
              <span key={name} data-tone={toneOfRank(LEVELS.findIndex((level) => level.toLowerCase() === name))}>
                {formatCount(count)} {name}
              </span>
            ))}
          </p>
        )}
        {more.map((sentence) => (
          <p key={sentence} className={styles['quiet']}>
            {sentence}
          </p>
        ))}
      </div>
      {chosen !== undefined && (
        <div className={styles['actions']}>
          <Button look="primary" onClick={chosen.onShow}>
            Show this range
          </Button>
          <Button look="quiet" onClick={chosen.onCancel}>
            Cancel
          </Button>
        </div>
      )}
    </div>
  );
}
