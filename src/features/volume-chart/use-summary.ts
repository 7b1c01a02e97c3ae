import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { VolumeScope } from './volume-scope.ts';

/** Whoever listens to it must be able to hear it out. */
const INTERVAL_MS = 10_000;

/**
 * The chart in words, renewed every ten seconds at most. What somebody did to it, other lines that are shown than before, the first
 * lines of all and gaps do not wait so long. `renew`: says it anew now.
 */
export function useSummary(
  scope: VolumeScope,
  describe: () => string,
  changedBy: string,
): { readonly summary: string; readonly renew: () => void } {
  const [summary, setSummary] = useState('');
  const saidAfter = useRef('');
  const renew = (): void => setSummary(describe());
  const say = useEffectEvent(() => {
    saidAfter.current = changedBy;
    renew();
  });
  const isUrgent = useEffectEvent(() => saidAfter.current !== changedBy);
  useEffect(() => {
    let lastAt = -Infinity;
    let state = '';
    let timer: ReturnType<typeof setTimeout> | undefined;
    const speak = (): void => {
      clearTimeout(timer);
      timer = undefined;
      lastAt = performance.now();
      say();
    };
    const changed = (): void => {
      const { lines, absences } = scope.picture();
      const before = state;
      state = `${lines === 0} ${absences.length}`;
      const wait = lastAt + INTERVAL_MS - performance.now();
      if (state !== before || wait <= 0 || isUrgent()) speak();
      else timer ??= setTimeout(speak, wait);
    };
    changed();
    const stop = scope.subscribe(changed);
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [scope]);
  return { summary, renew };
}
