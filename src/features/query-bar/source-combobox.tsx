import { Check, ChevronDown } from 'lucide';
import { useLayoutEffect, useMemo, useRef, type ComponentProps, type JSX } from 'react';
import { useLogs } from '../../stores/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { Combobox } from '../../ui/primitives.ts';
import { formatCount, formatShortCount } from '../../ui/time-format.ts';
import { visibleText } from '../../ui/visible-text.ts';
import styles from './query-bar.module.css';
import listStyles from './source-combobox.module.css';
import { sourceOptions } from './source-options.ts';

interface SourceComboboxProps {
  readonly field: Pick<ComponentProps<'input'>, 'aria-label' | 'className' | 'placeholder' | 'title'> & {
    readonly onKeyDown: (event: { readonly key: string }) => void;
  };
  readonly chosen: readonly string[];
  readonly onChoose: (sources: readonly string[]) => void;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** Whether the field that it takes the place of had the focus, and was about to open: as it begins. */
  readonly isFocused: boolean;
  readonly isOpen: boolean;
}

/** The field of the sources with its list. */
export function SourceCombobox(props: SourceComboboxProps): JSX.Element {
  const { field, chosen, onChoose, text, onText, isFocused, isOpen } = props;
  const sources = useLogs((state) => state.sources);
  const known = useLogs((state) => state.sources.size);
  const hasOthers = useLogs((state) => state.sources.others > 0);
  // The sources are counted in place: how many there are tells that one was added.
  const values = useMemo(() => (known === 0 ? [] : sources.values()), [sources, known]);
  const { shown, hiddenCount, typed } = useMemo(() => sourceOptions(chosen, values, text), [chosen, values, text]);
  const input = useRef<HTMLInputElement>(null);
  const takesFocus = useRef(isFocused);
  useLayoutEffect(() => {
    if (!takesFocus.current) return;
    takesFocus.current = false;
    input.current?.focus({ preventScroll: true });
  }, []);
  return (
    <Combobox.Root
      multiple
      items={shown}
      filteredItems={shown}
      value={chosen}
      onValueChange={(value) => {
        onText('');
        onChoose(value);
      }}
      inputValue={text}
      onInputValueChange={onText}
      defaultOpen={isOpen}
    >
      <div className={styles['sources']}>
        <Combobox.Input ref={input} {...field} />
        <Combobox.Trigger className={styles['sourcesTrigger']} aria-label="Show sources">
          <Icon shape={ChevronDown} size={14} />
        </Combobox.Trigger>
      </div>
      <Combobox.Portal>
        <Combobox.Positioner sideOffset={4} align="end" className={listStyles['positioner']}>
          <Combobox.Popup className={listStyles['popup']}>
            <Combobox.Empty className={listStyles['noSource']}>No source so far.</Combobox.Empty>
            <Combobox.List>
              {(source: string) => (
                <Combobox.Item key={source} value={source} className={listStyles['option']}>
                  <span className={listStyles['check']}>
                    <Combobox.ItemIndicator>
                      <Icon shape={Check} size={13} />
                    </Combobox.ItemIndicator>
                  </span>
                  <span className={listStyles['sourceName']} title={visibleText(source)}>
                    {source === typed
                      ? `${chosen.length === 0 ? 'Only' : 'Also'} source “${visibleText(source)}”`
                      : visibleText(source) || '(none)'}
                  </span>
                  {source !== typed && (
                    <span className={listStyles['sourceCount']} aria-hidden>
                      {formatShortCount(sources.count(source))}
                    </span>
                  )}
                </Combobox.Item>
              )}
            </Combobox.List>
            {hiddenCount > 0 && (
              <p className={listStyles['sourcesHint']}>{formatCount(hiddenCount)} more: type to narrow.</p>
            )}
            {hasOthers && (
              <p className={listStyles['sourcesHint']}>
                There are more sources than are counted here: type the name of any other.
              </p>
            )}
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}
