import { Settings2 } from 'lucide';
import type { JSX } from 'react';
import { useKeyHint } from '../../stores/index.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { loadWhenUsed } from '../../ui/later-part.ts';
import { usePopup } from '../../ui/use-popup.tsx';

const settingsDialog = loadWhenUsed(async () => (await import('./settings-dialog.tsx')).SettingsDialog);

/** The way to how the page is drawn and used. */
export function Settings(): JSX.Element {
  const { popup, buttonProps } = usePopup(settingsDialog, {}, 'settings');
  return (
    <>
      <Button look="quiet" {...useKeyHint('settings', 'Settings')} aria-label="Settings" {...buttonProps}>
        <Icon shape={Settings2} size={15} />
      </Button>
      {popup}
    </>
  );
}
