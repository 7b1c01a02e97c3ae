import { X } from 'lucide';
import { useRef, useState, type JSX } from 'react';
import { useCommands, useStream } from '../../stores/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { loadWhenUsed } from '../../ui/later-part.ts';
import { usePartState } from '../../ui/later.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import styles from './query-bar.module.css';
import { ProblemExcerpt } from './query-problem.tsx';

/** Colours, suggestions, words and history: the field does without them until they are there, and stays the same field. */
const queryAssistant = loadWhenUsed(async () => (await import('./query-assistant.tsx')).QueryAssistant);

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
  const assistant = usePartState(queryAssistant);
  const input = useRef<HTMLInputElement>(null);
  const submittedRef = useRef<string>(undefined);
  // The query in force, given again, takes the complaint about another one away.
  const dismiss = (): void => commands.setQuery(applied);

  return (
    <form
      role="search"
      className={styles['query']}
      onSubmit={(event) => {
        event.preventDefault();
        submittedRef.current = text.trim();
        commands.setQuery(text);
      }}
    >
      <input
        ref={input}
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
        onFocus={() => void queryAssistant.preload()}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          // First the complaint goes, then what was typed: nobody loses a query by reading what is wrong with it.
          if (event.key !== 'Escape' || (problem === undefined && text === applied)) return;
          event.preventDefault();
          if (problem === undefined) setText(applied);
          else dismiss();
        }}
      />
      {assistant.kind === 'loaded' && (
        <assistant.value
          input={input}
          submittedRef={submittedRef}
          text={text}
          applied={applied}
          isRefused={problem !== undefined}
        />
      )}
      <kbd className={styles['enter']} data-pending={text !== applied} aria-hidden>
        Enter
      </kbd>
      {problem !== undefined && (
        <div role="alert" id="query-problem" className={styles['popProblem']}>
          {problem.start !== undefined && (
            <ProblemExcerpt
              text={problem.text ?? applied}
              start={problem.start}
              end={problem.end ?? problem.start + 1}
            />
          )}
          <span>{visibleText(problem.message)}</span>
          {problem.hint !== undefined && <span className={styles['hint']}>{problem.hint}</span>}
          <button type="button" className={styles['dismiss']} aria-label="Close this message" onClick={dismiss}>
            <Icon shape={X} size={14} />
          </button>
        </div>
      )}
    </form>
  );
}
