import { useMemo, type JSX } from 'react';
import { useSettings } from '../../stores/index.ts';
import { AnsiText } from '../../ui/ansi-text.tsx';
import styles from './text-lines.module.css';
import { messageParts } from './message-text.ts';

/** A text of several lines with its colours: those that are indented stand on one line of the screen each. */
export function TextLines({ text }: { readonly text: string }): JSX.Element {
  const showsAnsi = useSettings((settings) => settings.showsAnsi);
  const parts = useMemo(() => messageParts(text), [text]);
  return (
    <>
      {parts.map((part, at) => (
        <span key={at} className={part.isIndented ? styles['indented'] : styles['part']}>
          <AnsiText text={part.text} isPlain={!showsAnsi} />
        </span>
      ))}
    </>
  );
}
