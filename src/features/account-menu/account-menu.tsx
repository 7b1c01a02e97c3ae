import { ChevronDown } from 'lucide';
import { useState, type JSX } from 'react';
import { useStream } from '../../stores/index.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { loadWhenUsed } from '../../ui/later-part.ts';
import { usePopup } from '../../ui/use-popup.tsx';
import styles from './account-menu.module.css';

const signOutMenu = loadWhenUsed(async () => (await import('./sign-out-menu.tsx')).SignOutMenu);

/** Whose logs these are, and the way out. */
export function AccountMenu(): JSX.Element {
  const tenant = useStream((state) => state.tenant);
  const [isByKeyboard, setByKeyboard] = useState(false);
  const name = `Tenant ${tenant}`;
  const { popup, open, buttonProps } = usePopup(signOutMenu, { name, isByKeyboard }, undefined, 'menu');
  return (
    <>
      <Button
        look="quiet"
        className={styles['trigger']}
        aria-label={name}
        title={name}
        {...buttonProps}
        onClickCapture={(event) => setByKeyboard(event.detail === 0)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          setByKeyboard(true);
          open();
        }}
      >
        <span className={styles['name']}>{tenant}</span>
        <Icon shape={ChevronDown} size={14} />
      </Button>
      {popup}
    </>
  );
}
