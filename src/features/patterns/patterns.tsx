import { Shapes } from 'lucide';
import { useEffect, useRef, type JSX } from 'react';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { loadWhenUsed } from '../../ui/later-part.ts';
import { Later } from '../../ui/later.tsx';
import styles from './patterns-button.module.css';

const panel = loadWhenUsed(async () => (await import('./patterns-panel.tsx')).PatternsPanel);

interface PatternsProps {
  readonly onClose: () => void;
}

/** The lines that are shown, by the template that they were made from; loaded when it is opened. */
export function Patterns({ onClose }: PatternsProps): JSX.Element {
  return (
    <Later part={panel} onGiveUp={onClose}>
      {(PatternsPanel) => <PatternsPanel onClose={onClose} />}
    </Later>
  );
}

interface PatternsButtonProps {
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

export function PatternsButton({ isOpen, onToggle }: PatternsButtonProps): JSX.Element {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) return undefined;
    // Whoever closed the patterns from within would be nowhere.
    const { current } = button;
    return () => {
      if (document.activeElement !== document.body) return;
      if (current?.checkVisibility() === true) current.focus();
      // Where there is no room for the button.
      else document.querySelector<HTMLElement>('[role="log"]')?.focus({ preventScroll: true });
    };
  }, [isOpen]);
  return (
    <Button
      ref={button}
      look="quiet"
      className={styles['button']}
      title="Patterns"
      aria-label="Patterns"
      aria-expanded={isOpen}
      onClick={onToggle}
      onPointerEnter={() => void panel.preload()}
    >
      <Icon shape={Shapes} size={14} />
    </Button>
  );
}
