import { X } from 'lucide-react';
import type { JSX } from 'react';
import { useCommands, useStream } from '../../stores/index.ts';
import { visibleText } from '../../ui/visible-text.ts';
import { filterWith, valuesOf } from './filter-values.ts';
import styles from './query-bar.module.css';

/** What a link or the details put into the filter beyond level and source, each with a button that takes it out. */
export function FilterChips(): JSX.Element | null {
  const filter = useStream((state) => state.request.filter);
  const commands = useCommands();
  const keys = Object.keys(filter).filter((key) => key !== 'level' && key !== 'source');
  if (keys.length === 0) return null;
  return (
    <ul className={styles['chips']} aria-label="Further filters">
      {keys.map((key) => {
        const text = `${visibleText(key)} = ${visibleText(valuesOf(filter, key).map(String).join(' or '))}`;
        return (
          <li key={key} className={styles['chip']}>
            <code>{text}</code>
            <button
              type="button"
              aria-label={`Remove filter ${text}`}
              onClick={() => commands.setFilter(filterWith(filter, key, []))}
            >
              <X size={12} aria-hidden />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
