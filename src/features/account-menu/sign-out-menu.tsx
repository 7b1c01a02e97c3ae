import { useRef, type JSX } from 'react';
import { useCommands } from '../../stores/index.ts';
import menu from '../../ui/menu.module.css';
import { isPressOn, openPopup, type PopupProps } from '../../ui/popup.ts';
import { Menu } from '../../ui/primitives.ts';
import styles from './sign-out-menu.module.css';

interface SignOutMenuProps extends PopupProps {
  readonly name: string;
  /** Whoever opens it by keyboard begins at its first item. */
  readonly isByKeyboard: boolean;
}

export function SignOutMenu(props: SignOutMenuProps): JSX.Element {
  const { name, isByKeyboard, isOpen, onOpenChange, opener } = props;
  const commands = useCommands();
  const openFromMenu = (popup: string): void => openPopup(popup, opener.current ?? undefined);
  const first = useRef<HTMLDivElement>(null);
  return (
    <Menu.Root
      open={isOpen}
      onOpenChange={(open, { event }) => {
        if (!isPressOn(opener, event)) onOpenChange(open);
      }}
    >
      <Menu.Portal>
        <Menu.Positioner anchor={opener} sideOffset={4} align="start" className={menu['positioner']}>
          <Menu.Popup
            aria-label={name}
            finalFocus={opener}
            className={menu['popup']}
            onFocus={(event) => {
              if (isByKeyboard && event.target === event.currentTarget) first.current?.focus();
            }}
          >
            <Menu.Item ref={first} className={menu['item']} onClick={() => openFromMenu('commands')}>
              Commands…
            </Menu.Item>
            {/* The bar of a phone has no room for their button. */}
            <Menu.Item className={menu['item']} onClick={() => openFromMenu('patterns')}>
              Patterns…
            </Menu.Item>
            <Menu.Item className={menu['item']} onClick={() => openFromMenu('shortcuts')}>
              Keyboard shortcuts…
            </Menu.Item>
            <Menu.Separator className={styles['line']} />
            <Menu.Item className={menu['item']} onClick={() => commands.signOut()}>
              Sign out
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
