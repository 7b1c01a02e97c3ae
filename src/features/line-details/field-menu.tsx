import { MoreHorizontal } from 'lucide';
import {
  createContext,
  use,
  useCallback,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
  type JSX,
  type ReactNode,
} from 'react';
import { fieldName, type Field, type FieldValue } from '../../query/index.ts';
import { useCommands } from '../../stores/index.ts';
import menu from '../../ui/menu.module.css';
import { Icon } from '../../ui/icon.tsx';
import { Menu } from '../../ui/primitives.ts';
import styles from './field-menu.module.css';

/** A field of the opened line, and what can be done with it. */
export interface FieldTarget {
  /** What the field is called on the screen. */
  readonly label: string;
  /** `undefined` for what no query and no column can get at. */
  readonly field: Field | undefined;
  /** `undefined` for what holds other values. */
  readonly value: FieldValue | undefined;
  readonly text: () => string | Promise<string>;
  /** What "Copy path" copies; left out where there is no such thing. */
  readonly path?: string;
}

type OpenMenu = (target: FieldTarget, anchor: HTMLElement) => void;

const FieldMenuContext = createContext<OpenMenu | undefined>(undefined);

/** Opens the menu of a field beside an element, which gets the focus back. */
export function useFieldMenu(): OpenMenu {
  const open = use(FieldMenuContext);
  if (open === undefined) throw new Error('A field was rendered outside of its menu.');
  return open;
}

interface FieldMenuProps {
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly children: ReactNode;
}

/** One menu for all fields: a tree of hundreds of them would pay for hundreds of menus. */
export function FieldMenu({ onOpenChange, children }: FieldMenuProps): JSX.Element {
  const [target, setTarget] = useState<FieldTarget>();
  const [isOpen, setIsOpen] = useState(false);
  const anchor = useRef<HTMLElement>(null);
  const [said, say] = useShortly();
  const change = (isNowOpen: boolean): void => {
    onOpenChange(isNowOpen);
    setIsOpen(isNowOpen);
  };
  const tellOpen = useEffectEvent(() => onOpenChange(true));
  const open = useCallback<OpenMenu>((next, from) => {
    anchor.current = from;
    setTarget(next);
    setIsOpen(true);
  }, []);
  useLayoutEffect(() => {
    if (isOpen) tellOpen();
  }, [isOpen]);
  return (
    <FieldMenuContext value={open}>
      {children}
      <p role="status" aria-label="Copied" className={said === '' ? 'visually-hidden' : styles['said']}>
        {said}
      </p>
      <Menu.Root open={isOpen} onOpenChange={change} modal={false}>
        <Menu.Portal>
          <Menu.Positioner anchor={anchor} sideOffset={4} align="end" className={menu['positioner']}>
            <Menu.Popup
              className={menu['popup']}
              finalFocus={anchor}
              aria-label={target === undefined ? 'Field' : `Actions for ${target.label}`}
              onKeyDown={(event) => event.stopPropagation()}
            >
              {target !== undefined && <Items target={target} say={say} />}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </FieldMenuContext>
  );
}

function Items({ target, say }: { readonly target: FieldTarget; readonly say: (text: string) => void }): JSX.Element {
  const commands = useCommands();
  const { label, field, value, text, path } = target;
  const copy = async (what: string, of: string | Promise<string>): Promise<void> => {
    const isCopied = await commands.copy(await of).catch(() => false);
    say(isCopied ? `✓ copied ${what}` : 'the browser refused to copy');
  };
  return (
    <>
      {field !== undefined && value !== undefined && (
        <>
          <Item onClick={() => commands.filterBy(field, value, 'in')}>Filter in</Item>
          <Item onClick={() => commands.filterBy(field, value, 'out')}>Filter out</Item>
        </>
      )}
      {field !== undefined && <Item onClick={() => commands.addColumn(fieldName(field))}>Add as column</Item>}
      <Item onClick={() => void copy(label, text())}>Copy value</Item>
      {path !== undefined && <Item onClick={() => void copy('the path', path)}>Copy path</Item>}
    </>
  );
}

function Item({ onClick, children }: { readonly onClick: () => void; readonly children: string }): JSX.Element {
  return (
    <Menu.Item className={menu['item']} onClick={onClick}>
      {children}
    </Menu.Item>
  );
}

/** The button that opens the menu of a field: to be seen when the field is pointed at or has the focus. */
export function FieldButton({
  target,
  tabIndex = 0,
}: {
  readonly target: FieldTarget;
  readonly tabIndex?: 0 | -1;
}): JSX.Element {
  const open = useFieldMenu();
  return (
    <button
      type="button"
      className={styles['button']}
      aria-label={`Actions for ${target.label}`}
      aria-haspopup="menu"
      title="Filter, add as column, copy"
      tabIndex={tabIndex}
      onClick={(event) => {
        // The row behind it opens and closes by clicks.
        event.stopPropagation();
        open(target, event.currentTarget);
      }}
    >
      <Icon shape={MoreHorizontal} size={14} />
    </button>
  );
}

function useShortly(): readonly [text: string, say: (text: string) => void] {
  const [text, setText] = useState('');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const say = useCallback((next: string): void => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setText(''), 2_000);
  }, []);
  return [text, say];
}
