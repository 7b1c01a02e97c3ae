import { Minus, Plus } from 'lucide';
import { useMemo, useState, type JSX, type RefObject } from 'react';
import { useCommands, type LogLine } from '../../stores/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { Menu } from '../../ui/primitives.ts';
import { valuesOfLine, type LineValue } from './line-values.ts';
import type { AskedValues } from './value-menu-door.ts';
import styles from './value-menu.module.css';

interface ValueMenuProps {
  readonly asked: AskedValues;
  /** Gets the focus back. */
  readonly list: RefObject<HTMLElement | null>;
}

/** Each value of a line, to filter it in or out. It is mounted anew for each time that somebody asks for it. */
export function ValueMenu({ asked: { line, place, speak }, list }: ValueMenuProps): JSX.Element {
  const commands = useCommands();
  const [isOpen, setOpen] = useState(true);
  const { values, hasMore } = useMemo(() => valuesOfLine(line), [line]);
  const anchor = useMemo(() => ({ getBoundingClientRect: () => place }), [place]);
  const filter = ({ field, value, name, text }: LineValue, direction: 'in' | 'out'): void => {
    commands.filterBy(field, value, direction);
    speak(`Filtered ${direction} ${name} ${text}.`);
  };
  return (
    <Menu.Root open={isOpen} onOpenChange={setOpen} modal={false}>
      <Menu.Portal>
        <Menu.Positioner anchor={anchor} sideOffset={4} align="start" className={styles['positioner']}>
          <Menu.Popup
            className={styles['popup']}
            finalFocus={list}
            aria-label="Values of the line"
            onKeyDown={(event) => event.stopPropagation()}
          >
            {values.map((one) => (
              <div key={`${one.name} ${one.text}`} role="presentation" className={styles['row']}>
                <Menu.Item
                  className={styles['value']}
                  aria-label={`Filter in ${one.name} ${one.text}`}
                  onClick={() => filter(one, 'in')}
                >
                  <span className={styles['name']}>{one.name}</span> <span className={styles['text']}>{one.text}</span>
                  <Icon shape={Plus} size={14} />
                </Menu.Item>
                <Menu.Item
                  className={styles['out']}
                  aria-label={`Filter out ${one.name} ${one.text}`}
                  title="Filter out"
                  onClick={() => filter(one, 'out')}
                >
                  <Icon shape={Minus} size={14} />
                </Menu.Item>
              </div>
            ))}
            {(hasMore || values.length === 0) && <ToDetails line={line} isAlone={values.length === 0} />}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function ToDetails({ line, isAlone }: { readonly line: LogLine; readonly isAlone: boolean }): JSX.Element {
  const commands = useCommands();
  return (
    <Menu.Item className={styles['value']} onClick={() => commands.openLine(line.id, line.seq)}>
      {isAlone ? 'The line has no values to filter by: open its details' : 'More values in the details…'}
    </Menu.Item>
  );
}
