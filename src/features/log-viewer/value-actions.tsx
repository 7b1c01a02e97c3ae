import { Minus, Plus } from 'lucide';
import { useEffect, useEffectEvent, useRef, useState, type JSX } from 'react';
import { useCommands, type LogLine } from '../../stores/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { valueOfField, type LineValue } from './line-values.ts';
import styles from './row-actions.module.css';

/** The buttons lie over what follows the value: a pointer that passes by is not to press them. */
const RESTS_MS = 150;

interface ValueActionsProps {
  readonly line: LogLine;
  /** Paths of the columns, in their order. */
  readonly columns: readonly string[];
  readonly onSpeak: (text: string) => void;
}

/** The value under the pointer, and where in its row its buttons stand. */
interface Pointed {
  readonly value: LineValue;
  readonly left: number;
}

/** Filters by the value under the pointer. It stands in the row that is pointed at and listens there; rows have no part in it. */
export function ValueActions({ line, columns, onSpeak }: ValueActionsProps): JSX.Element {
  const commands = useCommands();
  const root = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState<Pointed>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const point = useEffectEvent((target: Element) => {
    // From the value to its buttons.
    if (target.closest('[data-row-actions]') !== null) return;
    const cell = target.closest<HTMLElement>('[data-tip], [data-text="cell"]');
    const name = cell === null ? undefined : fieldOf(cell, columns);
    const value = name === undefined ? undefined : valueOfField(line, name);
    clearTimeout(timer.current);
    if (cell === null || value === undefined) setPointed(undefined);
    else if (value.name !== pointed?.value.name) {
      setPointed(undefined);
      timer.current = setTimeout(() => setPointed({ value, left: endOf(cell) }), RESTS_MS);
    }
  });
  useEffect(() => {
    const slot = root.current?.parentElement;
    if (slot === null || slot === undefined) return undefined;
    const onMove = ({ target }: Event): void => {
      if (target instanceof Element) point(target);
    };
    // The pointer has been moved already: that is why this is here.
    const under = [...slot.querySelectorAll(':hover')].at(-1);
    if (under !== undefined) point(under);
    slot.addEventListener('pointerover', onMove);
    return () => {
      clearTimeout(timer.current);
      slot.removeEventListener('pointerover', onMove);
    };
  }, []);
  const filter = (direction: 'in' | 'out'): void => {
    if (pointed === undefined) return;
    const { field, value, name, text } = pointed.value;
    commands.filterBy(field, value, direction);
    onSpeak(`Filtered ${direction} ${name} ${text}.`);
  };
  return (
    <div ref={root} data-row-actions>
      {pointed !== undefined && (
        <div
          key={`${pointed.value.name} ${pointed.left}`}
          role="group"
          aria-label={`Actions for ${pointed.value.name}`}
          className={`${styles['actions']} ${styles['ofValue']}`}
          style={{ left: pointed.left }}
        >
          <ValueAction name={`Filter in ${pointed.value.name} ${pointed.value.text}`} onClick={() => filter('in')}>
            <Icon shape={Plus} size={14} />
          </ValueAction>
          <ValueAction name={`Filter out ${pointed.value.name} ${pointed.value.text}`} onClick={() => filter('out')}>
            <Icon shape={Minus} size={14} />
          </ValueAction>
        </div>
      )}
    </div>
  );
}

interface ValueActionProps {
  readonly name: string;
  readonly onClick: () => void;
  readonly children: JSX.Element;
}

/** As the buttons at the end of the row, it leaves the focus where it is: the key for the menu of values does the same. */
function ValueAction({ name, onClick, children }: ValueActionProps): JSX.Element {
  return (
    <button
      type="button"
      tabIndex={-1}
      onMouseDown={(event) => event.preventDefault()}
      aria-label={name}
      title={name}
      className={styles['action']}
      onClick={onClick}
    >
      {children}
    </button>
  );
}

/** The field that a part of a row shows. */
function fieldOf(part: HTMLElement, columns: readonly string[]): string | undefined {
  const { tip } = part.dataset;
  if (tip !== undefined) return tip === 'level' || tip === 'source' ? tip : undefined;
  const cells = [...(part.parentElement?.querySelectorAll('[data-text="cell"]') ?? [])];
  return columns[cells.indexOf(part)];
}

/** Where the text of a part ends, or the part itself if it is cut; in pixels from the left edge of the row's slot. */
function endOf(part: HTMLElement): number {
  const text = document.createRange();
  text.selectNodeContents(part);
  const end = Math.min(text.getBoundingClientRect().right, part.getBoundingClientRect().right);
  const slot = part.closest('[data-seq]')?.parentElement;
  return end - (slot?.getBoundingClientRect().left ?? 0) + 2;
}
