import { Combobox } from '../../ui/primitives.ts';
import { Check, ChevronDown } from 'lucide-react';
import { useMemo, type JSX } from 'react';
import { useCommands, useLogs, useStream } from '../../stores/index.ts';
import { formatShortCount } from '../../ui/time-format.ts';
import { visibleText } from '../../ui/visible-text.ts';
import { filterWith, valuesOf } from './filter-values.ts';
import styles from './query-bar.module.css';

/** Chooses among the sources seen so far; none chosen means all are shown. */
export function SourcePicker(): JSX.Element {
  const filter = useStream((state) => state.request.filter);
  const sources = useLogs((state) => state.sources);
  const known = useLogs((state) => state.sources.size);
  const commands = useCommands();
  const chosen = useMemo(() => valuesOf(filter, 'source').map(String), [filter]);
  // The sources are counted in place: how many there are tells that one was added.
  const items = useMemo(
    () => (known === 0 ? chosen : [...new Set([...chosen, ...sources.values()])]),
    [chosen, sources, known],
  );
  return (
    <Combobox.Root
      multiple
      items={items}
      value={chosen}
      onValueChange={(value) => commands.setFilter(filterWith(filter, 'source', value))}
    >
      <div className={styles['sources']}>
        <Combobox.Input aria-label="Sources" className={styles['sourcesInput']} placeholder={summary(chosen, known)} />
        <Combobox.Trigger className={styles['sourcesTrigger']} aria-label="Show sources">
          <ChevronDown size={14} aria-hidden />
        </Combobox.Trigger>
      </div>
      <Combobox.Portal>
        <Combobox.Positioner sideOffset={4} align="end" className={styles['positioner']}>
          <Combobox.Popup className={styles['popup']}>
            <Combobox.Empty className={styles['noSource']}>No such source so far.</Combobox.Empty>
            <Combobox.List>
              {(source: string) => (
                <Combobox.Item key={source} value={source} className={styles['option']}>
                  <span className={styles['check']}>
                    <Combobox.ItemIndicator>
                      <Check size={13} aria-hidden />
                    </Combobox.ItemIndicator>
                  </span>
                  <span className={styles['sourceName']}>{visibleText(source) || '(none)'}</span>
                  <span className={styles['sourceCount']} aria-hidden>
                    {formatShortCount(sources.count(source))}
                  </span>
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}

function summary(chosen: readonly string[], known: number): string {
  const [first] = chosen;
  if (first === undefined) return known === 0 ? 'All sources' : `${known} source${known === 1 ? '' : 's'}`;
  return chosen.length === 1 ? first : `${first} +${chosen.length - 1}`;
}
