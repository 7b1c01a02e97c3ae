import { memo, useLayoutEffect, type JSX } from 'react';
import styles from './ansi-text.module.css';
import { loadWhenUsed } from './later-part.ts';
import { usePartState } from './later.tsx';
import { hasHidden, visibleText } from './visible-text.ts';

/**
 * What the library takes for a code, of whatever kind, and what is made one for it: it shows none of them. One that begins
 * with a character of eight bits is a colour, or else that is a broken letter.
 */
const CODES = /\u001b\[(?:[\d:;]*m|[!<-?]*[\d;]*[ -,]*[@-~])?|\u009b[\d:;]*m/g;

const coloured = loadWhenUsed(async () => (await import('./coloured-text.tsx')).ColouredText);

interface AnsiTextProps {
  readonly text: string;
  /** Without the colours: their codes are left out, everything else stays. */
  readonly isPlain?: boolean;
}

/** Text with its ANSI colours, hidden characters made visible. Most texts have neither: what reads them is loaded with the first that does. */
export const AnsiText = memo(function AnsiText({ text, isPlain = false }: AnsiTextProps): JSX.Element {
  const shown = isPlain ? withoutCodes(text) : text;
  if (!hasHidden(shown)) return <>{shown}</>;
  const { state } = coloured;
  if (state.kind === 'loaded') return <state.value text={shown} />;
  return <UncolouredText text={shown} />;
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
