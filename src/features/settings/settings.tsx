import { Settings2 } from 'lucide-react';
import { useState, type ComponentType, type JSX } from 'react';
import { Button } from '../../ui/button.tsx';
import type { SettingsDialogProps } from './settings-dialog.tsx';
import styles from './settings-button.module.css';

/** The way to how lines are drawn. What is behind it loads when somebody asks for it: the first line does not wait for it. */
export function Settings(): JSX.Element {
  const [Dialog, setDialog] = useState<ComponentType<SettingsDialogProps>>();
  const [isOpen, setIsOpen] = useState(false);
  const [isMissing, setIsMissing] = useState(false);
  const open = async (): Promise<void> => {
    setIsOpen(true);
    try {
      const { SettingsDialog } = await import('./settings-dialog.tsx');
      setDialog(() => SettingsDialog);
      setIsMissing(false);
    } catch {
      // The server is away, or has another version by now.
      setIsOpen(false);
      setIsMissing(true);
    }
  };
  return (
    <div className={styles['settings']}>
      <Button look="quiet" title="Settings" aria-label="Settings" aria-haspopup="dialog" onClick={() => void open()}>
        <Settings2 size={15} aria-hidden />
      </Button>
      {isMissing && (
        <p role="alert" className={styles['problem']}>
          The settings could not be loaded. Try again, or reload the page.
        </p>
      )}
      {Dialog !== undefined && <Dialog isOpen={isOpen} onOpenChange={setIsOpen} />}
    </div>
  );
}
