import { Menu } from '../../ui/primitives.ts';
import { ChevronDown } from 'lucide-react';
import type { JSX } from 'react';
import { useCommands, useStream } from '../../stores/index.ts';
import { buttonClass } from '../../ui/button.tsx';
import styles from './account-menu.module.css';

/** Whose logs these are, and the way out. */
export function AccountMenu(): JSX.Element {
  const tenant = useStream((state) => state.tenant);
  const commands = useCommands();
  return (
    <Menu.Root>
      <Menu.Trigger
        className={`${buttonClass('quiet')} ${styles['trigger']}`}
        aria-label={`Tenant ${tenant}`}
        title={`Tenant ${tenant}`}
      >
        <span className={styles['name']}>{tenant}</span>
        <ChevronDown size={14} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="start" className={styles['positioner']}>
          <Menu.Popup className={styles['popup']}>
            <Menu.Item className={styles['item']} onClick={() => commands.signOut()}>
              Sign out
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
