import type { JSX } from 'react';
import { LEVELS, type Level } from '../../protocol/index.ts';
import { useCommands, useKeyHint, useLogs, useStream } from '../../stores/index.ts';
import { formatCount, formatShortCount } from '../../ui/time-format.ts';
import { toggleLevel, wantedLevels } from './filter-values.ts';
import styles from './query-bar.module.css';

/** One toggle for each level with how many lines came; none pressed means all levels are shown. */
export function LevelToggles(): JSX.Element {
  const filter = useStream((state) => state.request.filter);
  // Counts change with every batch; the levels themselves do not.
  useLogs((state) => state.version);
  const levels = useLogs((state) => state.levels);
  const commands = useCommands();
  const wanted = wantedLevels(filter);
  const hasKeys = useKeyHint('level', '')['aria-keyshortcuts'] !== undefined;
  return (
    <div role="group" aria-label="Levels" className={styles['levels']}>
      {LEVELS.map((level, index) => {
        const count = levels.count(level);
        return (
          <button
            key={level}
            type="button"
            aria-pressed={wanted.includes(level)}
            aria-label={nameOf(level)}
            title={`${nameOf(level)}: ${formatCount(count)} lines${hasKeys ? ` (${index + 1})` : ''}`}
            aria-keyshortcuts={hasKeys ? String(index + 1) : undefined}
            data-level={level}
            className={styles['levelToggle']}
            onClick={() => commands.setFilter(toggleLevel(filter, level))}
          >
            {nameOf(level)}
            <span className={styles['count']} aria-hidden>
              {count === 0 ? '' : formatShortCount(count)}
            </span>
          </button>
        );
      })}
    </div>
  );
}

function nameOf(level: Level): string {
  return `${level.charAt(0)}${level.slice(1).toLowerCase()}`;
}
