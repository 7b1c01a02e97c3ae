import { useState, type JSX } from 'react';
import { useCommands, useStream } from '../../stores/index.ts';
import styles from './query-bar.module.css';

/** The query in the protocol's language, applied by Enter; what is wrong stands beneath it and nothing typed is lost. */
export function QueryField(): JSX.Element {
  const applied = useStream((state) => state.request.query);
  const problem = useStream((state) => state.problems.find((one) => one.cause === 'query'));
  const [text, setText] = useState(applied);
  const [lastApplied, setLastApplied] = useState(applied);
  // Back, Forward and "Show all lines" change the applied query from outside: what was typed before is over.
  if (applied !== lastApplied) {
    setLastApplied(applied);
    setText(applied);
  }
  const commands = useCommands();

  return (
    <form
      role="search"
      className={styles['query']}
      onSubmit={(event) => {
        event.preventDefault();
        commands.setQuery(text);
      }}
    >
      <input
        type="search"
        aria-label="Query"
        aria-invalid={problem !== undefined}
        {...(problem === undefined ? {} : { 'aria-describedby': 'query-problem' })}
        className={styles['input']}
        value={text}
        placeholder="level:>=WARN AND NOT healthz"
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && text !== applied) {
            event.preventDefault();
            setText(applied);
          }
        }}
      />
      <kbd className={styles['enter']} data-pending={text !== applied} aria-hidden>
        Enter
      </kbd>
      {problem !== undefined && (
        <div role="alert" id="query-problem" className={styles['popProblem']}>
          {problem.start !== undefined && (
            <code className={styles['excerpt']}>
              {text.slice(Math.max(0, problem.start - 30), problem.start)}
              <mark>{text.slice(problem.start, problem.end ?? problem.start + 1) || '␣'}</mark>
              {text.slice(problem.end ?? problem.start + 1, (problem.end ?? problem.start) + 30)}
            </code>
          )}
          <span>{problem.message}</span>
          {problem.hint !== undefined && <span className={styles['hint']}>{problem.hint}</span>}
        </div>
      )}
    </form>
  );
}
