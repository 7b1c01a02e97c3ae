import { useId, useRef, useState, type JSX, type RefObject } from 'react';
import { useCommands, useSettings } from '../../stores/index.ts';
import {
  isSingleKey,
  keyCaps,
  shortcutEntries,
  SHORTCUT_GROUPS,
  type Shortcut,
  type ShortcutId,
} from '../../stores/shortcuts.ts';
import { DialogPopup } from '../../ui/dialog-popup.tsx';
import { KeyCaps } from '../../ui/key-caps.tsx';
import { isMac } from '../../ui/platform.ts';
import type { PopupProps } from '../../ui/popup.ts';
import { matches } from './match-shortcut.ts';
import styles from './shortcuts-dialog.module.css';

/** Every key that the page answers to, by what it is about. */
export function ShortcutsDialog(props: PopupProps): JSX.Element {
  const hasSingleKeys = useSettings((settings) => settings.hasSingleKeys);
  const commands = useCommands();
  const search = useRef<HTMLInputElement>(null);
  return (
    <DialogPopup
      title="Keyboard shortcuts"
      isWide
      {...props}
      initialFocus={search}
      footer={
        <label className={styles['switch']}>
          <input
            type="checkbox"
            checked={hasSingleKeys}
            onChange={(event) => commands.changeSettings({ hasSingleKeys: event.target.checked })}
          />
          <span>Single-key shortcuts</span>
        </label>
      }
    >
      <Sheet search={search} hasSingleKeys={hasSingleKeys} />
    </DialogPopup>
  );
}

interface SheetProps {
  readonly search: RefObject<HTMLInputElement | null>;
  readonly hasSingleKeys: boolean;
}

function Sheet({ search, hasSingleKeys }: SheetProps): JSX.Element {
  const [text, setText] = useState('');
  const found = shortcutEntries().filter(([, shortcut]) => matches(shortcut, text, isMac()));
  return (
    <div className={styles['sheet']}>
      <input
        ref={search}
        type="search"
        aria-label="Search shortcuts"
        placeholder="Search shortcuts"
        className={styles['search']}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || text === '') return;
          // Else it would close the sheet.
          event.stopPropagation();
          setText('');
        }}
      />
      <p role="status" className={found.length === 0 ? styles['nothing'] : 'visually-hidden'}>
        {found.length === 0
          ? `No shortcut is called “${text.trim()}”. Esc empties the search.`
          : `${found.length} ${found.length === 1 ? 'shortcut' : 'shortcuts'}`}
      </p>
      <div className={styles['groups']}>
        {SHORTCUT_GROUPS.map((group) => (
          <Group
            key={group}
            name={group}
            shortcuts={found.filter(([, shortcut]) => shortcut.group === group)}
            hasSingleKeys={hasSingleKeys}
          />
        ))}
      </div>
    </div>
  );
}

interface GroupProps {
  readonly name: string;
  readonly shortcuts: readonly (readonly [ShortcutId, Shortcut])[];
  readonly hasSingleKeys: boolean;
}

function Group({ name, shortcuts, hasSingleKeys }: GroupProps): JSX.Element | null {
  const id = useId();
  if (shortcuts.length === 0) return null;
  return (
    <section className={styles['group']} aria-labelledby={id}>
      <h3 id={id}>{name}</h3>
      <dl>
        {shortcuts.map(([id, { keys, does }]) => {
          const isOff = !hasSingleKeys && keys.every(isSingleKey);
          return (
            <div key={id} className={styles['shortcut']} data-off={isOff}>
              <dt>
                {does}
                {isOff && <span className={styles['off']}> (switched off)</span>}
              </dt>
              <dd>
                {shownKeys(keys).map((key, index) => (
                  <span key={key} className={styles['keys']} data-off={!hasSingleKeys && isSingleKey(key)}>
                    {index > 0 && <span className={styles['or']}>{isRun(keys) ? 'to' : 'or'}</span>}
                    <KeyCaps caps={keyCaps(key, isMac())} />
                  </span>
                ))}
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}

/** A run of digits is told by its ends. */
function shownKeys(keys: readonly string[]): readonly string[] {
  return isRun(keys) ? [keys[0] ?? '', keys.at(-1) ?? ''] : keys;
}

function isRun(keys: readonly string[]): boolean {
  return keys.length > 2;
}
