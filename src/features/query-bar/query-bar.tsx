import { Pause, Play, X } from 'lucide';
import type { JSX } from 'react';
import { useCommands, useKeyHint, useRoleInPane, useStream } from '../../stores/index.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { loadWhenUsed } from '../../ui/later-part.ts';
import { Later } from '../../ui/later.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import { Facets } from './facets.tsx';
import { furtherKeys, otherLevels } from './filter-values.ts';
import { LevelToggles } from './level-toggles.tsx';
import styles from './query-bar.module.css';
import { QueryField } from './query-field.tsx';
import { SourcePicker } from './source-picker.tsx';

const filterChips = loadWhenUsed(async () => (await import('./filter-chips.tsx')).FilterChips);

export { filterWith, toggleLevel, valuesOf, wantedLevels } from './filter-values.ts';

/** What is seen of the stream: query, levels, sources, and whether it flows. */
export function QueryBar(): JSX.Element {
  const commands = useCommands();
  const hasChips = useStream(({ request: { filter } }) => furtherKeys(filter).length + otherLevels(filter).length > 0);
  const filterProblems = useStream((state) => state.problems).filter((problem) => problem.cause !== 'query');
  return (
    <section role={useRoleInPane()} aria-label="Query and filters" className={styles['band']}>
      {/* Above the field: what is wrong with a query lies over what stands beneath it. */}
      {filterProblems.map((problem) => (
        <p key={problem.message} role="alert" className={styles['problem']}>
          <span>{visibleText(problem.message)}</span>
          <button
            type="button"
            className={styles['dismiss']}
            aria-label="Close this message"
            onClick={() => commands.dismissProblem(problem.cause)}
          >
            <Icon shape={X} size={14} />
          </button>
        </p>
      ))}
      <div className={styles['bar']}>
        <QueryField />
        <LevelToggles />
        <SourcePicker />
        <Facets />
        <PauseButton />
      </div>
      {hasChips && <Later part={filterChips}>{(FilterChips) => <FilterChips />}</Later>}
    </section>
  );
}

function PauseButton(): JSX.Element {
  const isPaused = useStream((state) => state.isPaused);
  const isFrozen = useStream((state) => state.stretch !== undefined);
  const commands = useCommands();
  const name = isPaused ? 'Resume stream' : 'Pause stream';
  const hint = useKeyHint('pause', name);
  if (isFrozen) return <Button onClick={() => commands.goLive()}>Go live</Button>;
  return (
    <Button
      className={styles['pause']}
      aria-label={name}
      {...hint}
      onClick={() => (isPaused ? commands.resume() : commands.pause())}
    >
      {isPaused ? <Icon shape={Play} size={13} /> : <Icon shape={Pause} size={13} />}
      {isPaused ? 'Resume' : 'Pause'}
    </Button>
  );
}
