import { useEffect, useRef, useState, type JSX } from 'react';
import { Button } from '../../ui/button.tsx';
import styles from './copy-button.module.css';

/** A button that copies and says so where it stands. */
export function CopyButton({
  label,
  copy,
}: {
  readonly label: string;
  readonly copy: () => Promise<boolean>;
}): JSX.Element {
  const [outcome, setOutcome] = useState<'copied' | 'failed'>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const onClick = async (): Promise<void> => {
    const isCopied = await copy().catch(() => false);
    setOutcome(isCopied ? 'copied' : 'failed');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOutcome(undefined), 2_000);
  };
  return (
    <Button className={styles['copy']} onClick={() => void onClick()}>
      {label}
      <span role="status" className={outcome === undefined ? 'visually-hidden' : styles['outcome']}>
        {outcome === 'copied' ? '✓ copied' : outcome === 'failed' ? 'the browser refused' : ''}
      </span>
    </Button>
  );
}
