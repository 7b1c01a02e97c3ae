import type { JSX } from 'react';
import type { TemplatePart } from '../../patterns/index.ts';
import { visibleLine } from '../../ui/visible-text.ts';
import styles from './patterns.module.css';

/** A template as it is read: what its lines have in common, and dim names in the place of what varies. */
export function TemplateText({ parts }: { readonly parts: readonly TemplatePart[] }): JSX.Element {
  return (
    <>
      {parts.map((part, at) =>
        part.kind === 'text' ? (
          // Parts have no names of their own and are drawn anew together.
          <span key={at}>{visibleLine(part.text)}</span>
        ) : (
          <span key={at} className={styles['variable']}>
            ‹{part.text}›
          </span>
        ),
      )}
      {parts.length === 0 && <span className={styles['variable']}>(no text)</span>}
    </>
  );
}
