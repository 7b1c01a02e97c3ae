import type { JSX } from 'react';
import { LEVELS, recogniseLevel, type Filter, type Level } from '../../protocol/index.ts';
import { useCommands, useLogs, useStream } from '../../stores/index.ts';
import { formatCount, formatShortCount } from '../../ui/time-format.ts';
import { filterWith, valuesOf } from './filter-values.ts';
import styles from './query-bar.module.css';

/** One toggle for each level with how many lines came; none pressed means all levels are shown. */
export function LevelToggles(): JSX.Element {
  const filter = useStream((state) => state.request.filter);
  // Counts change with every batch; the levels themselves do not.
  useLogs((state) => state.version);
  const levels = useLogs((state) => state.levels);
  const commands = useCommands();
  const wanted = wantedLevels(filter);

  const toggle = (level: Level): void => {
    const next = wanted.includes(level) ? wanted.filter((other) => other !== level) : [...wanted, level];
    commands.setFilter(filterWith(filter, 'level', LEVELS.filter((one) => next.includes(one)).reverse()));
  };
  return (
    <div role="group" aria-label="Levels" className={styles['levels']}>
      {LEVELS.map((level) => {
        const count = levels.count(level);
        return (
          <button
            key={level}
            type="button"
            aria-pressed={wanted.includes(level)}
            aria-label={nameOf(level)}
            title={`${nameOf(level)}: ${formatCount(count)} lines`}
            data-level={level}
            className={styles['levelToggle']}
            onClick={() => toggle(level)}
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

function wantedLevels(filter: Filter): Level[] {
  return valuesOf(filter, 'level')
    .map((value) => recogniseLevel(String(value)))
    .filter((level) => level !== undefined);
}

function nameOf(level: Level): string {
  return `${level.charAt(0)}${level.slice(1).toLowerCase()}`;
}
