import { X } from 'lucide';
import type { JSX } from 'react';
import { useCommands, useStream } from '../../stores/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import { filterWith, furtherKeys, otherLevels, valuesOf, wantedLevels } from './filter-values.ts';
import styles from './filter-chips.module.css';

/**
 * What the filter holds and neither the levels nor the sources show: other fields, and levels without a toggle. Each with a
 * button that takes it out.
 */
export function FilterChips(): JSX.Element {
  const filter = useStream((state) => state.request.filter);
  const commands = useCommands();
  const chips = furtherKeys(filter).map((key) => ({
    key,
    values: valuesOf(filter, key),
    remaining: filterWith(filter, key, []),
  }));
  const levels = otherLevels(filter);
  if (levels.length > 0) {
    chips.unshift({ key: 'level', values: levels, remaining: filterWith(filter, 'level', wantedLevels(filter)) });
  }
  return (
    <ul className={styles['chips']} aria-label="Further filters">
      {chips.map(({ key, values, remaining }) => {
        const text = `${visibleText(key)} = ${visibleText(values.map(String).join(' or '))}`;
        return (
          <li key={key} className={styles['chip']}>
            <code title={text}>{text}</code>
            <button type="button" aria-label={`Remove filter ${text}`} onClick={() => commands.setFilter(remaining)}>
              <Icon shape={X} size={12} />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
