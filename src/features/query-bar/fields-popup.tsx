import { ArrowLeft, Minus, Plus } from 'lucide';
import { useEffect, useMemo, useRef, useState, type JSX } from 'react';
import { fieldName, type Field } from '../../query/index.ts';
import { useCommands, useLogs } from '../../stores/index.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { PopoverPopup } from '../../ui/popover-popup.tsx';
import type { PopupProps } from '../../ui/popup.ts';
import { formatCount } from '../../ui/time-format.ts';
import { cutText, visibleLine } from '../../ui/visible-text.ts';
import styles from './facet-popup.module.css';
import { seenPaths } from './newest-lines.ts';
import { useFieldCounts } from './use-field-counts.ts';

const OF_EVERY_LINE: readonly Field[] = [
  { kind: 'builtin', name: 'level' },
  { kind: 'builtin', name: 'source' },
];
const MAX_SHOWN_LENGTH = 200;

/** The fields that lines have, and of each the values with how many lines have them. */
export function FieldsPopup(props: PopupProps): JSX.Element {
  return (
    <PopoverPopup {...props} title="Fields">
      <Chosen />
    </PopoverPopup>
  );
}

function Chosen(): JSX.Element {
  const [field, setField] = useState<Field>();
  return field === undefined ? (
    <FieldList onChoose={setField} />
  ) : (
    <FieldValues key={fieldName(field)} field={field} onBack={() => setField(undefined)} />
  );
}

function FieldList({ onChoose }: { readonly onChoose: (field: Field) => void }): JSX.Element {
  const buffer = useLogs((logs) => logs.buffer);
  const [text, setText] = useState('');
  // As they are when the list opens: one that changes under the eye is of no use.
  const seen = useMemo(() => seenPaths(buffer), [buffer]);
  const fields = [
    ...OF_EVERY_LINE.map((field) => ({ field, name: fieldName(field), note: 'every line' })),
    ...seen.map(({ field, name, count }) => ({ field, name, note: `${formatCount(count)} lately` })),
  ].filter(({ name }) => name.toLowerCase().includes(text.trim().toLowerCase()));
  return (
    <div className={styles['body']}>
      <input
        type="search"
        aria-label="Find a field"
        placeholder="Find a field"
        className={styles['input']}
        value={text}
        spellCheck={false}
        autoComplete="off"
        onChange={({ target }) => setText(target.value)}
      />
      <ul className={styles['fields']} aria-label="Fields of the lines">
        {fields.map(({ field, name, note }) => (
          <li key={name}>
            <button type="button" className={styles['field']} onClick={() => onChoose(field)}>
              <span className={styles['name']}>{visibleLine(name)}</span>
              <span className={styles['count']}>{note}</span>
            </button>
          </li>
        ))}
      </ul>
      {fields.length === 0 && <p className={styles['hint']}>No field of the newest lines is called so.</p>}
    </div>
  );
}

function FieldValues({ field, onBack }: { readonly field: Field; readonly onBack: () => void }): JSX.Element {
  const commands = useCommands();
  const counts = useFieldCounts(field);
  const back = useRef<HTMLButtonElement>(null);
  // Whoever came here by the keyboard goes on from here: what was pressed has gone.
  useEffect(() => back.current?.focus({ preventScroll: true }), []);
  const name = visibleLine(fieldName(field));
  return (
    <div className={styles['body']}>
      <div className={styles['ofField']}>
        <Button ref={back} look="quiet" aria-label="Back to all fields" onClick={onBack}>
          <Icon shape={ArrowLeft} size={15} />
        </Button>
        <h3 className={styles['name']}>{name}</h3>
      </div>
      {counts === undefined ? (
        <p role="status" className={styles['hint']}>
          Counting…
        </p>
      ) : (
        <>
          <p className={styles['hint']}>
            {formatCount(counts.linesWith)} of the {formatCount(counts.lines)} lines held have it.
          </p>
          <ul className={styles['fields']} aria-label={`Values of ${name}`}>
            {counts.values.map(({ text, value, count }) => {
              const shown = visibleLine(cutText(text, MAX_SHOWN_LENGTH).text) || '(empty)';
              return (
                <li key={text} className={styles['value']}>
                  <span className={styles['name']} title={shown}>
                    {shown}
                  </span>
                  <span className={styles['count']}>{formatCount(count)}</span>
                  <button
                    type="button"
                    className={styles['choice']}
                    aria-label={`Include ${shown}`}
                    title="Only lines with this value"
                    onClick={() => commands.filterBy(field, value, 'in')}
                  >
                    <Icon shape={Plus} size={14} />
                  </button>
                  <button
                    type="button"
                    className={styles['choice']}
                    aria-label={`Exclude ${shown}`}
                    title="No lines with this value"
                    onClick={() => commands.filterBy(field, value, 'out')}
                  >
                    <Icon shape={Minus} size={14} />
                  </button>
                  <span
                    className={styles['bar']}
                    style={{ width: `calc((100% - 8px) * ${count / Math.max(1, counts.linesWith)})` }}
                    aria-hidden
                  />
                </li>
              );
            })}
          </ul>
          {counts.hidden > 0 && (
            <p className={styles['hint']}>{formatCount(counts.hidden)} rarer values are not listed.</p>
          )}
          {counts.others > 0 && (
            <p className={styles['hint']}>
              There are more different values than are counted here: {formatCount(counts.others)} lines have others.
            </p>
          )}
        </>
      )}
    </div>
  );
}
