import { ChevronDown, ChevronUp, X } from 'lucide';
import { useId, useMemo, useState, type JSX, type SyntheticEvent } from 'react';
import { MAX_COLUMN_PATH, MAX_COLUMNS, useCommands, useLogs, useSettings } from '../../stores/index.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { visibleLine } from '../../ui/visible-text.ts';
import { recentPaths } from './recent-paths.ts';
import styles from './settings.module.css';

/** The fields of the metadata that have columns of their own: to be added by path, moved and taken away. */
export function ColumnsField(): JSX.Element {
  const columns = useSettings((settings) => settings.columns);
  const commands = useCommands();
  const buffer = useLogs((logs) => logs.buffer);
  // As they are when the dialog opens: a list that changes under the eye is of no use.
  const paths = useMemo(() => recentPaths(buffer), [buffer]);
  const [text, setText] = useState('');
  const [problem, setProblem] = useState('');
  const id = useId();
  const add = (event: SyntheticEvent): void => {
    event.preventDefault();
    const path = text.trim().replace(/^metadata\./, '');
    const found = problemOf(
      path,
      columns.map((column) => column.path),
    );
    setProblem(found);
    if (found !== '') return;
    commands.addColumn(path);
    setText('');
  };
  const move = (from: number, to: number): void => {
    const column = columns[from];
    if (column !== undefined) commands.changeSettings({ columns: columns.toSpliced(from, 1).toSpliced(to, 0, column) });
  };
  return (
    <div className={styles['field']}>
      <ul className={styles['columns']} aria-label="Columns">
        {columns.map(({ path }, index) => {
          const name = visibleLine(path);
          return (
            <li key={path} className={styles['column']}>
              <code className={styles['path']}>{name}</code>
              <Button
                look="quiet"
                aria-label={`Move ${name} to the left`}
                aria-disabled={index === 0}
                onClick={() => move(index, Math.max(0, index - 1))}
              >
                <Icon shape={ChevronUp} size={14} />
              </Button>
              <Button
                look="quiet"
                aria-label={`Move ${name} to the right`}
                aria-disabled={index === columns.length - 1}
                onClick={() => move(index, Math.min(columns.length - 1, index + 1))}
              >
                <Icon shape={ChevronDown} size={14} />
              </Button>
              <Button
                look="quiet"
                aria-label={`Remove ${name}`}
                onClick={() => commands.changeSettings({ columns: columns.filter((column) => column.path !== path) })}
              >
                <Icon shape={X} size={14} />
              </Button>
            </li>
          );
        })}
      </ul>
      <form className={styles['add']} onSubmit={add}>
        <label className={styles['label']} htmlFor={id}>
          Field of the metadata
        </label>
        <div className={styles['addRow']}>
          <input
            id={id}
            className={styles['control']}
            list={`${id}-paths`}
            value={text}
            placeholder="request.id"
            autoComplete="off"
            spellCheck={false}
            aria-invalid={problem !== ''}
            aria-describedby={`${id}-hint`}
            onChange={(event) => {
              setText(event.target.value);
              setProblem('');
            }}
          />
          <datalist id={`${id}-paths`}>
            {paths.map((path) => (
              <option key={path}>{path}</option>
            ))}
          </datalist>
          <Button type="submit">Add column</Button>
        </div>
        {problem === '' ? (
          <p id={`${id}-hint`} className={styles['hint']}>
            {hintOf(paths.length)}
          </p>
        ) : (
          <p id={`${id}-hint`} role="alert" className={styles['problem']}>
            {problem}
          </p>
        )}
      </form>
    </div>
  );
}

function hintOf(suggestions: number): string {
  const dots = 'Dots lead into objects.';
  return suggestions === 0 ? dots : `${dots} Suggested is what the newest lines hold.`;
}

function problemOf(path: string, used: readonly string[]): string {
  if (path === '') return 'Type the path of a field, as in request.id.';
  if (path.length > MAX_COLUMN_PATH) return `A path has at most ${MAX_COLUMN_PATH} characters.`;
  if (used.includes(path)) return 'That field has a column already.';
  return used.length >= MAX_COLUMNS ? `There is room for ${MAX_COLUMNS} columns.` : '';
}
