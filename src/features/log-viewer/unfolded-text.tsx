import type { JSX } from 'react';
import { AnsiText } from '../../ui/ansi-text.tsx';
import styles from './log-row.module.css';

const CODE = /[\u001b\u009b]/;
/** Lines that follow each other and begin with a space or a tab, as the frames of a stack do. */
const FRAMES = /((?:\n[ \t].*)+)/;

/** All lines of a message, with the frames in it told apart: they may be broken anywhere. A text of colours is left whole. */
export function UnfoldedText({ text, isPlain }: { readonly text: string; readonly isPlain: boolean }): JSX.Element {
  const parts = CODE.test(text) ? [text] : text.split(FRAMES);
  return (
    <>
      {parts.map((part, at) => (
        <span key={at} className={at % 2 === 1 ? styles['frames'] : undefined}>
          <AnsiText text={part} isPlain={isPlain} />
        </span>
      ))}
    </>
  );
}
