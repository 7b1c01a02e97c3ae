import { useEffect, useState, type JSX } from 'react';
import { useLogs, useRoleInPane, useSettings } from '../../stores/index.ts';
import { loadWhenUsed } from '../../ui/later-part.ts';
import { Later, usePartState } from '../../ui/later.tsx';
import styles from './volume-chart.module.css';

const volumeBand = loadWhenUsed(async () => (await import('./volume-band.tsx')).VolumeBand);
/** It comes in idle time; whoever has lines for so long and no chart is told why. */
const PATIENCE_MS = 3_000;

/** How many lines there were when. Its place is there from the start, so that nothing moves when it comes. */
export function VolumeChart(): JSX.Element | null {
  const isShown = useSettings((settings) => settings.showsVolume);
  const hasLines = useLogs((state) => state.ledger.received > 0);
  const hasPart = usePartState(volumeBand).kind === 'loaded';
  const [isAwaited, setAwaited] = useState(false);
  useEffect(() => {
    if (!isShown || !hasLines) return undefined;
    const timer = setTimeout(() => setAwaited(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [isShown, hasLines]);
  const role = useRoleInPane();
  if (!isShown) return null;
  return (
    <section role={role} aria-label="Volume" className={styles['place']}>
      {(isAwaited || hasPart) && (
        <Later part={volumeBand} onGiveUp={() => setAwaited(false)}>
          {(VolumeBand) => <VolumeBand />}
        </Later>
      )}
    </section>
  );
}
