import { memo, useLayoutEffect, type JSX } from 'react';
import styles from './ansi-text.module.css';
import { loadWhenUsed } from './later-part.ts';
import { usePartState } from './later.tsx';
import { visibleText } from './visible-text.ts';

/** A code may begin with one character of eight bits, where that is followed by a colour: alone it is a broken letter. */
const CODE = /\u001b\[|\u009b[\d:;]*m/;
/** What the library takes for a code, of whatever kind, and what is made one for it: it shows none of them. */
const CODES = /\u001b\[(?:[\d:;]*m|[!<-?]*[\d;]*[ -,]*[@-~])?|\u009b[\d:;]*m/g;

const coloured = loadWhenUsed(async () => (await import('./coloured-text.tsx')).ColouredText);

interface AnsiTextProps {
  readonly text: string;
  /** Without the colours: their codes are left out, everything else stays. */
  readonly isPlain?: boolean;
}

/** Text with its ANSI colours, control characters made visible. Most texts have none: what reads them is loaded with the first that does. */
export const AnsiText = memo(function AnsiText({ text, isPlain = false }: AnsiTextProps): JSX.Element {
  if (!CODE.test(text)) return <>{visibleText(text)}</>;
  if (isPlain) return <>{visibleText(withoutCodes(text))}</>;
  const { state } = coloured;
  if (state.kind === 'loaded') return <state.value text={text} />;
  return <UncolouredText text={text} />;
});

/** Takes its place at once and is seen a moment later, with its colours: plain only where they are long in coming. */
function UncolouredText({ text }: { readonly text: string }): JSX.Element {
  const state = usePartState(coloured);
  useLayoutEffect(() => void coloured.preload(), []);
  if (state.kind === 'loaded') return <state.value text={text} />;
  return <span className={styles['awaited']}>{visibleText(withoutCodes(text))}</span>;
}

/** The text without its codes, for where there are no colours. */
export function withoutCodes(text: string): string {
  return text.replaceAll(CODES, '');
}
