import type { JSX } from 'react';
import { loadWhenUsed } from '../../ui/later-part.ts';
import { Later } from '../../ui/later.tsx';
import { usePopup } from '../../ui/popup.ts';

const shortcutsDialog = loadWhenUsed(async () => (await import('./shortcuts-dialog.tsx')).ShortcutsDialog);

/** Every key of the page, behind `?`, the menu of the account, the commands and the settings. */
export function KeyboardHelp(): JSX.Element | null {
  const { isUsed, popupProps } = usePopup(shortcutsDialog, 'dialog', 'shortcuts');
  if (!isUsed) return null;
  return (
    <Later part={shortcutsDialog} onGiveUp={() => popupProps.onOpenChange(false)}>
      {(ShortcutsDialog) => <ShortcutsDialog {...popupProps} />}
    </Later>
  );
}
