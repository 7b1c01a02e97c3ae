import { useEffect, useRef, type JSX, type ReactNode } from 'react';
import { visibleLine } from '../../ui/visible-text.ts';
import styles from './query-assistant.module.css';

export interface PanelOption {
  readonly kind: string;
  readonly label: string;
  readonly detail: string;
}

interface QueryPanelProps {
  readonly id: string;
  readonly name: string;
  readonly options: readonly PanelOption[];
  /** Index of the option that the arrows have come to; -1 for none. */
  readonly active: number;
  readonly onChoose: (index: number) => void;
  /** What stands beneath the options. */
  readonly children: ReactNode;
}

export function optionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}

/** What floats beneath the field: options to choose from, and words on what has been typed. The focus stays in the field. */
export function QueryPanel({ id, name, options, active, onChoose, children }: QueryPanelProps): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div className={styles['panel']}>
      {options.length > 0 && (
        <>
          <p className={styles['panelName']} aria-hidden>
            {name}
          </p>
          <div ref={list} id={id} role="listbox" aria-label={name} className={styles['options']}>
            {options.map(({ kind, label, detail }, index) => (
              <div
                key={`${kind} ${label}`}
                id={optionId(id, index)}
                role="option"
                aria-selected={index === active}
                tabIndex={-1}
                className={styles['option']}
                // The press would take the focus, and with it the list, away.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => onChoose(index)}
                onKeyDown={undefined}
              >
                <span className={styles['optionLabel']} data-kind={kind}>
                  {visibleLine(label) || '(empty)'}
                </span>
                <span className={styles['optionDetail']}>{detail}</span>
              </div>
            ))}
          </div>
        </>
      )}
      {children}
    </div>
  );
}
