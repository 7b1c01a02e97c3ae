import { Combobox } from '../../ui/primitives.ts';
import { Check, ChevronDown } from 'lucide-react';
import { useMemo, useState, type JSX } from 'react';
import { useCommands, useLogs, useStream } from '../../stores/index.ts';
import { formatCount, formatShortCount } from '../../ui/time-format.ts';
import { visibleText } from '../../ui/visible-text.ts';
import { filterWith, valuesOf } from './filter-values.ts';
import styles from './query-bar.module.css';
import { sourceOptions } from './source-options.ts';

/** Chooses among the sources seen so far, or one that is typed; none chosen means all are shown. */
export function SourcePicker(): JSX.Element {
  const filter = useStream((state) => state.request.filter);
  const sources = useLogs((state) => state.sources);
  const known = useLogs((state) => state.sources.size);
  const hasOthers = useLogs((state) => state.sources.others > 0);
  const commands = useCommands();
  const [text, setText] = useState('');
  const chosen = useMemo(() => valuesOf(filter, 'source').map(String), [filter]);
  // The sources are counted in place: how many there are tells that one was added.
  const values = useMemo(() => (known === 0 ? [] : sources.values()), [sources, known]);
  const { shown, hiddenCount, typed } = useMemo(() => sourceOptions(chosen, values, text), [chosen, values, text]);
  const choose = (next: readonly string[]): void => commands.setFilter(filterWith(filter, 'source', next));
  return (
    <Combobox.Root
      multiple
      items={shown}
      filteredItems={shown}
      value={chosen}
      onValueChange={(value) => {
        setText('');
        choose(value);
      }}
      inputValue={text}
      onInputValueChange={setText}
    >
      <div className={styles['sources']}>
        <Combobox.Input
          aria-label="Sources"
          className={styles['sourcesInput']}
          placeholder={summary(chosen, known, hasOthers)}
          title={chosen.map(visibleText).join(', ')}
          onKeyDown={(event) => {
            if (event.key === 'Backspace' && text === '' && chosen.length > 0) choose(chosen.slice(0, -1));
          }}
        />
        <Combobox.Trigger className={styles['sourcesTrigger']} aria-label="Show sources">
          <ChevronDown size={14} aria-hidden />
        </Combobox.Trigger>
      </div>
      <Combobox.Portal>
        <Combobox.Positioner sideOffset={4} align="end" className={styles['positioner']}>
          <Combobox.Popup className={styles['popup']}>
            <Combobox.Empty className={styles['noSource']}>No source so far.</Combobox.Empty>
            <Combobox.List>
              {(source: string) => (
                <Combobox.Item key={source} value={source} className={styles['option']}>
                  <span className={styles['check']}>
                    <Combobox.ItemIndicator>
                      <Check size={13} aria-hidden />
                    </Combobox.ItemIndicator>
                  </span>
                  <span className={styles['sourceName']} title={visibleText(source)}>
                    {source === typed
                      ? `${chosen.length === 0 ? 'Only' : 'Also'} source “${visibleText(source)}”`
                      : visibleText(source) || '(none)'}
                  </span>
                  {source !== typed && (
                    <span className={styles['sourceCount']} aria-hidden>
                      {formatShortCount(sources.count(source))}
                    </span>
                  )}
                </Combobox.Item>
              )}
            </Combobox.List>
            {hiddenCount > 0 && (
              <p className={styles['sourcesHint']}>{formatCount(hiddenCount)} more: type to narrow.</p>
            )}
            {hasOthers && (
              <p className={styles['sourcesHint']}>
                There are more sources than are counted here: type the name of any other.
              </p>
            )}
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
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
