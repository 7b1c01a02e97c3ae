import type { ComponentProps, JSX } from 'react';
import styles from './button.module.css';

export type ButtonLook = 'plain' | 'quiet' | 'primary' | 'link';

/** A button in one of the house's looks; `type` is `button` unless said otherwise. */
export function Button({
  look = 'plain',
  className,
  ...props
}: ComponentProps<'button'> & { readonly look?: ButtonLook }): JSX.Element {
  return <button type="button" {...props} className={`${styles['button']} ${styles[look]} ${className ?? ''}`} />;
}

/** The class of a look, for primitives that render a button of their own. */
export function buttonClass(look: ButtonLook): string {
  return `${styles['button']} ${styles[look]}`;
}
