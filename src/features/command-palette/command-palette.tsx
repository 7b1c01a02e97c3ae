import type { JSX } from 'react';
import { useKeyHint } from '../../stores/index.ts';
import { Button } from '../../ui/button.tsx';
import { loadWhenUsed } from '../../ui/later-part.ts';
import { isMac } from '../../ui/platform.ts';
import { usePopup } from '../../ui/use-popup.tsx';
import styles from './command-palette.module.css';
import type { PaletteCommand } from './palette-command.ts';

export type { PaletteCommand };

const paletteDialog = loadWhenUsed(async () => (await import('./palette-dialog.tsx')).PaletteDialog);

interface CommandPaletteProps {
  /** What can be done now; asked for whenever the palette opens. */
  readonly commands: () => Promise<readonly PaletteCommand[]>;
}

/** Everything that the product does, by name. */
export function CommandPalette({ commands }: CommandPaletteProps): JSX.Element {
  const { popup, buttonProps } = usePopup(paletteDialog, { commands }, 'commands');
  return (
    <>
      <Button look="quiet" className={styles['trigger']} {...useKeyHint('commands', 'Commands')} {...buttonProps}>
        Commands
        <kbd className={styles['key']} aria-hidden>
          {isMac() ? '⌘K' : 'Ctrl K'}
        </kbd>
      </Button>
      {popup}
    </>
  );
}
