import type { JSX } from 'react';
import { useKeyHint } from '../../stores/index.ts';
import { Button } from '../../ui/button.tsx';
import { loadWhenUsed } from '../../ui/later-part.ts';
import { Later } from '../../ui/later.tsx';
import { isMac } from '../../ui/platform.ts';
import { usePopup } from '../../ui/popup.ts';
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
  const { isUsed, popupProps, buttonProps } = usePopup(paletteDialog, 'dialog', 'commands');
  return (
    <>
      <Button look="quiet" className={styles['trigger']} {...useKeyHint('commands', 'Commands')} {...buttonProps}>
        Commands
        <kbd className={styles['key']} aria-hidden>
          {isMac() ? '⌘K' : 'Ctrl K'}
        </kbd>
      </Button>
      {isUsed && (
        <Later part={paletteDialog} onGiveUp={() => popupProps.onOpenChange(false)}>
          {(PaletteDialog) => <PaletteDialog {...popupProps} commands={commands} />}
        </Later>
      )}
    </>
  );
}
