import { useEffect, useState, type JSX } from 'react';
import { useFind, useFindStore } from '../../stores/index.ts';
import { visibleText } from '../../ui/visible-text.ts';
import styles from './find-tools.module.css';
import { matchesText } from './matches-text.ts';

/** So long nothing new must come for the last to be read out: who types is not interrupted. */
const QUIET_MS = 400;
const SEEN_MS = 4_000;

/** Says what came of the last step: to the eye for a while, and to screen readers with the match itself. */
export function FindNews(): JSX.Element {
  const store = useFindStore();
  const news = useFind((state) => state.news);
  const [spoken, setSpoken] = useState('');
  const [seen, setSeen] = useState<typeof news>();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let spokenStep = store.getState().current?.step;
    const speak = (): void => {
      const state = store.getState();
      const excerpt = state.current?.step === spokenStep ? '' : (state.current?.excerpt.join('') ?? '');
      spokenStep = state.current?.step;
      const words = [state.news?.spoken ?? state.news?.text ?? '', matchesText(state), excerpt];
      setSpoken(visibleText(words.join(' ').trim()));
    };
    const unsubscribe = store.subscribe((state, before) => {
      const isNew =
        state.news !== before.news ||
        state.finder !== before.finder ||
        state.current !== before.current ||
        state.matches.isDone !== before.matches.isDone;
      if (!isNew) return;
      clearTimeout(timer);
      timer = setTimeout(speak, QUIET_MS);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [store]);
  useEffect(() => {
    const timer = setTimeout(() => setSeen(news), SEEN_MS);
    return () => clearTimeout(timer);
  }, [news]);
  const text = news === seen ? '' : (news?.text ?? '');
  return (
    <>
      <p className="visually-hidden" aria-live="polite">
        {spoken}
      </p>
      {text !== '' && (
        <p className={styles['news']} data-news>
          {visibleText(text)}
        </p>
      )}
    </>
  );
}
