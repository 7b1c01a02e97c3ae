import { useId, useLayoutEffect, type JSX, type RefObject } from 'react';
import { Button } from '../../ui/button.tsx';
import styles from './query-assistant.module.css';
import { QueryHighlight } from './query-highlight.tsx';
import { optionId, QueryPanel } from './query-panel.tsx';
import { QueryWords, spokenWords, useReadQuery, useRested } from './query-words.tsx';
import { useQueryPanel } from './use-query-panel.ts';
import { useForce } from './use-force.ts';

export interface QueryAssistantProps {
  /** The field, which stays as it is and keeps the focus. */
  readonly input: RefObject<HTMLInputElement | null>;
  /** What was applied by hand, until it is remembered. */
  readonly submittedRef: RefObject<string | undefined>;
  readonly text: string;
  /** The query in force. */
  readonly applied: string;
  /** Whether it is being said already what is wrong with a query that was applied. */
  readonly isRefused: boolean;
}

/** What helps with the query: colours, suggestions, earlier queries, and in words what it means. */
export function QueryAssistant({ input, submittedRef, text, applied, isRefused }: QueryAssistantProps): JSX.Element {
  const listId = useId();
  const panel = useQueryPanel({ input, submittedRef, text, applied });
  const { kind, options, active, isOpen } = panel;
  const hasOptions = isOpen && options.length > 0;
  const read = useReadQuery(text);
  const isRested = useRested(text) !== undefined;
  const isTyping = panel.hasFocus && text !== applied && text.trim() !== '' && !isRefused;
  // Whoever is still offered how to go on is not told that there is something missing.
  const isProblem = isTyping && isRested && !read.ok && !hasOptions;
  const force = useForce(applied);

  useLayoutEffect(() => {
    const field = input.current;
    if (field === null) return;
    const attributes = {
      'aria-autocomplete': 'list',
      'aria-controls': hasOptions ? listId : undefined,
      'aria-activedescendant': hasOptions && active >= 0 ? optionId(listId, active) : undefined,
    };
    for (const [name, value] of Object.entries(attributes)) {
      if (value === undefined) field.removeAttribute(name);
      else field.setAttribute(name, value);
    }
  }, [input, listId, hasOptions, active]);

  return (
    <>
      <QueryHighlight
        input={input}
        text={text}
        problem={isProblem ? read.error : undefined}
        isComposing={panel.isComposing}
      />
      {(hasOptions || isTyping) && (
        <QueryPanel
          id={listId}
          name={kind === 'history' ? 'Recent queries' : 'Suggestions'}
          options={isOpen ? options : []}
          active={active}
          onChoose={panel.choose}
        >
          {kind === 'history' && hasOptions && (
            <div className={styles['historyFoot']}>
              <span className={styles['hint']}>Kept in this browser only.</span>
              <Button look="quiet" onMouseDown={(event) => event.preventDefault()} onClick={panel.clearHistory}>
                Clear history
              </Button>
            </div>
          )}
          {isTyping && <QueryWords text={text} read={read} isProblem={isProblem} />}
        </QueryPanel>
      )}
      {force.isSlow && (
        <span className={styles['applying']} aria-hidden>
          Applying…
        </span>
      )}
      <p role="status" aria-label="Query help" className="visually-hidden">
        {isTyping && isRested && !isProblem ? spokenWords(read, hasOptions ? options.length : 0) : force.words}
      </p>
    </>
  );
}
