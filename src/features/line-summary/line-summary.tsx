import { useEffect, useEffectEvent, useState, type JSX } from 'react';
import { useApp, useSettings } from '../../stores/index.ts';
import { ArrivalCount, arrivalWords, type Arrived } from './arrival-count.ts';

/** A screen reader gets through no more. */
const EVERY_MS = 5_000;

/** Tells a screen reader how many lines came, now and then: the list itself stays silent, or nothing else could be heard. */
export function LineSummary(): JSX.Element {
  const { logStore, streamStore } = useApp();
  const spoken = useSettings((settings) => settings.spokenLines);
  const [words, setWords] = useState('');
  const take = (count: ArrivalCount): Arrived => {
    const { levels } = logStore.getState();
    return count.take(levels.total(), levels.count('ERROR') + levels.count('FATAL'));
  };
  const [count] = useState(() => {
    const begun = new ArrivalCount();
    take(begun);
    return begun;
  });
  const look = useEffectEvent(() => {
    const arrived = take(count);
    const { isPaused, stretch } = streamStore.getState();
    const isSilent = isPaused || stretch !== undefined || document.hidden;
    setWords(isSilent ? '' : arrivalWords(arrived, spoken, EVERY_MS / 1_000));
  });
  useEffect(() => {
    const timer = setInterval(() => look(), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <p role="status" aria-label="New lines" className="visually-hidden">
      {words}
    </p>
  );
}
