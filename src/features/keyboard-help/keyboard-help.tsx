import type { ReactNode } from 'react';
import { loadWhenUsed } from '../../ui/later-part.ts';
import { usePopup } from '../../ui/use-popup.tsx';

const shortcutsDialog = loadWhenUsed(async () => (await import('./shortcuts-dialog.tsx')).ShortcutsDialog);

/** Every key of the page, behind `?`, the menu of the account, the commands and the settings. */
export function KeyboardHelp(): ReactNode {
  return usePopup(shortcutsDialog, {}, 'shortcuts').popup;
}
