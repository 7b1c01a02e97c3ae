import { X } from 'lucide';
import { useState, type DragEvent, type JSX, type KeyboardEvent } from 'react';
import { boundedWidth, useCommands, useSettings, type Column } from '../../stores/index.ts';
import { shortcutOf } from '../../stores/shortcuts.ts';
import { Icon } from '../../ui/icon.tsx';
import { visibleLine } from '../../ui/visible-text.ts';
import styles from './column-header.module.css';
import { ColumnResizer } from './column-resizer.tsx';
import { columnWidth } from './row-look.ts';

/** The names of the columns above the list, to be moved, resized and taken away. */
export function ColumnHeader(): JSX.Element {
  const columns = useSettings((settings) => settings.columns);
  const commands = useCommands();
  const [spoken, setSpoken] = useState('');
  const [dragged, setDragged] = useState<string>();
  const [target, setTarget] = useState<number>();
  const [resized, setResized] = useState<Column>();

  const move = (path: string, to: number): void => {
    const from = columns.findIndex((column) => column.path === path);
    const column = columns[from];
    if (column === undefined || to === from || to < 0 || to >= columns.length) return;
    commands.changeSettings({ columns: columns.toSpliced(from, 1).toSpliced(to, 0, column) });
    setSpoken(`${visibleLine(path)} is column ${to + 1} of ${columns.length}.`);
  };
  const remove = (path: string): void => {
    commands.changeSettings({ columns: columns.filter((column) => column.path !== path) });
    setSpoken(`Column ${visibleLine(path)} is removed.`);
  };
  const resize = (path: string, widthCh: number): void => {
    setResized(undefined);
    commands.changeSettings({
      columns: columns.map((column) => (column.path === path ? { path, widthCh: boundedWidth(widthCh) } : column)),
    });
  };
  const endDrag = (): void => {
    setDragged(undefined);
    setTarget(undefined);
  };
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    if (dragged !== undefined && target !== undefined) move(dragged, target);
    endDrag();
  };
  const onKeyDown = (event: KeyboardEvent, path: string, index: number): void => {
    const pressed = shortcutOf(event, 'column', true);
    if (pressed === undefined) return;
    // Alt and an arrow would leave the page.
    event.preventDefault();
    switch (pressed.id) {
      case 'columnLeft':
        return move(path, index - 1);
      case 'columnRight':
        return move(path, index + 1);
      case 'removeColumn':
        return remove(path);
    }
  };
  const shown = columns.map((column) => (column.path === resized?.path ? resized : column));
  return (
    <div role="group" aria-label="Columns" className={styles['header']}>
      <span className={styles['time']}>time</span>
      <span className={styles['level']}>level</span>
      <span className={styles['source']}>source</span>
      {shown.map((column, index) => (
        <div
          key={column.path}
          className={styles['column']}
          data-target={target === index && dragged !== column.path}
          style={{ width: columnWidth(column, shown) }}
          onDragOver={(event) => {
            if (dragged === undefined) return;
            event.preventDefault();
            setTarget(index);
          }}
          onDrop={onDrop}
        >
          <button
            type="button"
            className={styles['name']}
            title={`${visibleLine(column.path)} · drag it or press Alt and an arrow to move it, Delete to remove it`}
            aria-label={`Column ${visibleLine(column.path)}`}
            aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight Delete"
            draggable
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = 'move';
              event.dataTransfer.setData('text/plain', column.path);
              setDragged(column.path);
            }}
            onDragEnd={endDrag}
            onKeyDown={(event) => onKeyDown(event, column.path, index)}
          >
            {visibleLine(column.path)}
          </button>
          <button
            type="button"
            className={styles['remove']}
            aria-label={`Remove column ${visibleLine(column.path)}`}
            onClick={() => remove(column.path)}
          >
            <Icon shape={X} size={12} />
          </button>
          <ColumnResizer
            column={column}
            onDrag={(widthCh) => setResized({ ...column, widthCh })}
            onResize={(widthCh) => resize(column.path, widthCh)}
          />
        </div>
      ))}
      <span className={styles['message']}>message</span>
      <span className="visually-hidden" role="status">
        {spoken}
      </span>
    </div>
  );
}
