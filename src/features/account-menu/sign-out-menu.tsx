import type { JSX } from 'react';
import { useCommands } from '../../stores/index.ts';
import { isPressOn, type PopupProps } from '../../ui/popup.ts';
import { Menu } from '../../ui/primitives.ts';
import styles from './sign-out-menu.module.css';

interface SignOutMenuProps extends PopupProps {
  readonly name: string;
}

export function SignOutMenu({ name, isOpen, onOpenChange, opener }: SignOutMenuProps): JSX.Element {
  const commands = useCommands();
  return (
    <Menu.Root
      open={isOpen}
      onOpenChange={(open, { event }) => {
        if (!isPressOn(opener, event)) onOpenChange(open);
      }}
    >
      <Menu.Portal>
        <Menu.Positioner anchor={opener} sideOffset={4} align="start" className={styles['positioner']}>
          <Menu.Popup aria-label={name} finalFocus={opener} className={styles['popup']}>
            <Menu.Item className={styles['item']} onClick={() => commands.signOut()}>
              Sign out
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
