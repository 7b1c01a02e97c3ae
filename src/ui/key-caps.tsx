import type { JSX } from 'react';
import styles from './key-caps.module.css';

/** Keys that are pressed together, as they are written on a keyboard. */
export function KeyCaps({ caps }: { readonly caps: readonly string[] }): JSX.Element {
  return (
    <span className={styles['keys']}>
      {caps.map((cap) => (
        <kbd key={cap} className={styles['key']}>
          {cap}
        </kbd>
      ))}
    </span>
  );
}
