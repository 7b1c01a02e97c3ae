import { X } from 'lucide';
import type { JSX } from 'react';
import { useCommands, useSession } from '../../stores/index.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import styles from './site-notice.module.css';

/** A word from whoever runs the server, such as "these are demonstration logs", with how to get further. */
export function SiteNotice(): JSX.Element | null {
  const notice = useSession((state) => state.notice);
  const commands = useCommands();
  if (notice === undefined) return null;
  return (
    <section aria-label="Notice" className={styles['band']}>
      <p className={styles['text']}>
        <strong>{notice.title}</strong> <span className={styles['message']}>{notice.message}</span>
      </p>
      {notice.commands.length > 0 && (
        <Dialog title={notice.title} isWide trigger={<Button look="link">Show how</Button>}>
          <p className={styles['intro']}>{notice.message}</p>
          <ul className={styles['commands']}>
            {notice.commands.map((command) => (
              <li key={command}>
                <code>{command}</code>
                <Button onClick={() => void commands.copy(command)}>Copy</Button>
              </li>
            ))}
          </ul>
        </Dialog>
      )}
      <button
        type="button"
        className={styles['close']}
        aria-label="Close this notice"
        onClick={() => commands.closeNotice()}
      >
        <Icon shape={X} size={14} />
      </button>
    </section>
  );
}
