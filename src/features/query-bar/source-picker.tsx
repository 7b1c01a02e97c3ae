import { ChevronDown } from 'lucide';
import { useId, useMemo, useState, type JSX } from 'react';
import { useCommands, useLogs, useStream } from '../../stores/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { loadWhenUsed } from '../../ui/later-part.ts';
import { LoadProblem, usePartState } from '../../ui/later.tsx';
import { formatCount } from '../../ui/time-format.ts';
import { visibleText } from '../../ui/visible-text.ts';
import { filterWith, valuesOf } from './filter-values.ts';
import styles from './query-bar.module.css';

const sourceCombobox = loadWhenUsed(async () => (await import('./source-combobox.tsx')).SourceCombobox);

/**
 * Chooses among the sources seen so far, or one that is typed; none chosen means all are shown. Until its list is loaded a
 * field of the same looks takes what is typed, and hands text and focus over.
 */
export function SourcePicker(): JSX.Element {
  const filter = useStream((state) => state.request.filter);
  const known = useLogs((state) => state.sources.size);
  const hasOthers = useLogs((state) => state.sources.others > 0);
  const commands = useCommands();
  const [text, setText] = useState('');
  const [hasFocus, setHasFocus] = useState(false);
  const [isOpening, setOpening] = useState(false);
  // A field that goes away in the middle of a character takes the character with it.
  const [isComposing, setComposing] = useState(false);
  const listId = useId();
  const state = usePartState(sourceCombobox);
  const chosen = useMemo(() => valuesOf(filter, 'source').map(String), [filter]);
  const choose = (next: readonly string[]): void => commands.setFilter(filterWith(filter, 'source', next));
  const field = {
    'aria-label': 'Sources',
    className: styles['sourcesInput'],
    placeholder: summary(chosen, known, hasOthers),
    title: chosen.map(visibleText).join(', '),
    onKeyDown: (event: { readonly key: string }) => {
      if (event.key === 'Backspace' && text === '' && chosen.length > 0) choose(chosen.slice(0, -1));
    },
  };
  if (state.kind === 'loaded' && !isComposing) {
    const SourceCombobox = state.value;
    return (
      <SourceCombobox
        field={field}
        chosen={chosen}
        onChoose={choose}
        text={text}
        onText={setText}
        isFocused={hasFocus}
        isOpen={isOpening}
      />
    );
  }
  const preload = (): void => void sourceCombobox.preload();
  const open = (): void => {
    setOpening(true);
    sourceCombobox.want();
  };
  return (
    <div className={styles['sources']} onPointerEnter={preload}>
      <input
        {...field}
        role="combobox"
        aria-expanded={false}
        aria-controls={listId}
        aria-haspopup="listbox"
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          open();
        }}
        onFocus={() => {
          setHasFocus(true);
          preload();
        }}
        onBlur={() => setHasFocus(false)}
        onPointerDown={open}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') open();
          field.onKeyDown(event);
        }}
        onCompositionStart={() => setComposing(true)}
        onCompositionEnd={() => setComposing(false)}
      />
      <button
        type="button"
        tabIndex={-1}
        className={styles['sourcesTrigger']}
        aria-label="Show sources"
        aria-haspopup="listbox"
        aria-expanded={false}
        onClick={() => {
          setHasFocus(true);
          open();
        }}
      >
        <Icon shape={ChevronDown} size={14} />
      </button>
      {state.kind === 'failed' && isOpening && <LoadProblem part={sourceCombobox} onGiveUp={() => setOpening(false)} />}
    </div>
  );
}

function summary(chosen: readonly string[], known: number, hasOthers: boolean): string {
  const [first] = chosen;
  if (first === undefined) {
    return known === 0 ? 'All sources' : `${formatCount(known)}${hasOthers ? '+' : ''} source${known === 1 ? '' : 's'}`;
  }
  const name = visibleText(first) || '(none)';
  return chosen.length === 1 ? name : `${name} +${chosen.length - 1}`;
}
