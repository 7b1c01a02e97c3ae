import { ArrowDown, ArrowUp, CaseSensitive, Highlighter, Regex, WholeWord, X } from 'lucide';
import { useLayoutEffect, useRef, type JSX, type KeyboardEvent, type ReactNode } from 'react';
import { HIGHLIGHT_COLOURS, useCommands, useFind, type FindQuery } from '../../stores/index.ts';
import { inActivePane } from '../../ui/active-pane.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { matchesText } from './matches-text.ts';
import styles from './find-tools.module.css';

const MAX_SELECTED = 200;

const OPTIONS = [
  { name: 'Match case', option: 'matchesCase', code: 'KeyC', keys: 'Alt+C', shape: CaseSensitive },
  { name: 'Whole word', option: 'isWholeWord', code: 'KeyW', keys: 'Alt+W', shape: WholeWord },
  { name: 'Regular expression', option: 'isRegex', code: 'KeyR', keys: 'Alt+R', shape: Regex },
] as const;

/** Says what to look for, and goes through it. The list stays where it is until a step is made. */
export function FindBar(): JSX.Element {
  const commands = useCommands();
  const query = useFind((state) => state.query);
  const problem = useFind((state) => state.problem);
  const count = useFind((state) => state.matches.count);
  const isFull = useFind((state) => state.highlights.length >= HIGHLIGHT_COLOURS);
  const input = useRef<HTMLInputElement>(null);
  const leave = useFocusOnWish(input, query);
  const hasMatches = count > 0;
  const find = (changes: Partial<FindQuery>): void => commands.find({ kind: 'query', query: { ...query, ...changes } });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const option = event.altKey ? OPTIONS.find(({ code }) => code === event.code) : undefined;
    if (option !== undefined) find({ [option.option]: !query[option.option] });
    else if (event.key === 'Escape') leave();
    else if (event.key !== 'Enter' || event.target !== input.current) return;
    else if (event.ctrlKey || event.metaKey) commands.find({ kind: 'keep' });
    else commands.find({ kind: 'step', step: event.shiftKey ? -1 : 1 });
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div role="search" aria-label="Find in stream" className={styles['bar']} onKeyDown={onKeyDown}>
      <div className={styles['field']} data-bad={problem !== ''}>
        <input
          ref={input}
          type="search"
          aria-label="Find in stream"
          aria-invalid={problem !== ''}
          {...(problem === '' ? {} : { 'aria-describedby': 'find-problem' })}
          className={styles['input']}
          value={query.text}
          placeholder="Find in stream"
          title="Enter and Shift+Enter go to the next and the previous match, Ctrl+F opens the browser's own find"
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          onChange={(event) => find({ text: event.target.value })}
        />
        {OPTIONS.map(({ name, option, keys, shape }) => (
          <button
            key={name}
            type="button"
            className={styles['option']}
            aria-label={name}
            aria-pressed={query[option]}
            title={`${name} (${keys})`}
            onClick={() => find({ [option]: !query[option] })}
          >
            <Icon shape={shape} size={16} />
          </button>
        ))}
        {problem !== '' && (
          <p role="alert" id="find-problem" className={styles['problem']}>
            {problem}
          </p>
        )}
      </div>
      <MatchesStatus />
      <div className={styles['steps']}>
        <Tool
          name="Previous match"
          hint="Shift+Enter"
          isPossible={hasMatches}
          onClick={() => commands.find({ kind: 'step', step: -1 })}
        >
          <Icon shape={ArrowUp} size={15} />
        </Tool>
        <Tool
          name="Next match"
          hint="Enter"
          isPossible={hasMatches}
          onClick={() => commands.find({ kind: 'step', step: 1 })}
        >
          <Icon shape={ArrowDown} size={15} />
        </Tool>
        <Tool
          name="Keep highlight"
          hint={isFull ? `there are ${HIGHLIGHT_COLOURS} already` : 'Ctrl+Enter'}
          isPossible={query.text !== '' && problem === '' && !isFull}
          onClick={() => {
            commands.find({ kind: 'keep' });
            input.current?.focus();
          }}
        >
          <Icon shape={Highlighter} size={15} />
        </Tool>
        <Tool name="Close find" hint="Esc" isPossible onClick={leave}>
          <Icon shape={X} size={15} />
        </Tool>
      </div>
    </div>
  );
}

/** A number that changes with the stream is not read out each time: what a step or a new text comes to is. */
function MatchesStatus(): JSX.Element {
  const text = useFind(matchesText);
  return (
    <span role="status" aria-label="Matches" aria-live="off" className={styles['matches']}>
      {text}
    </span>
  );
}

interface ToolProps {
  readonly name: string;
  readonly hint: string;
  readonly isPossible: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** Where it can do nothing it stays where it is and keeps the focus. */
function Tool({ name, hint, isPossible, onClick, children }: ToolProps): JSX.Element {
  return (
    <Button
      look="quiet"
      className={styles['tool']}
      aria-label={name}
      aria-disabled={!isPossible}
      title={`${name} (${hint})`}
      onClick={() => isPossible && onClick()}
    >
      {children}
    </Button>
  );
}

/** Takes the focus whenever that is wished, with the words that are selected on the page. Answers how to leave, back to where it was. */
function useFocusOnWish(input: { readonly current: HTMLInputElement | null }, query: FindQuery): () => void {
  const commands = useCommands();
  const wish = useFind((state) => state.focusWish);
  const answered = useRef(0);
  const before = useRef<Element>(null);
  useLayoutEffect(() => {
    const field = input.current;
    // It may stand there for another reason than to be written in.
    if (field === null || wish === answered.current) return;
    answered.current = wish;
    const { activeElement } = document;
    if (activeElement?.closest('[data-find]') === null) before.current = activeElement;
    const selected = window.getSelection()?.toString().trim() ?? '';
    field.focus({ preventScroll: true });
    if (selected !== '' && selected.length <= MAX_SELECTED && !selected.includes('\n')) {
      commands.find({ kind: 'query', query: { ...query, text: selected } });
    }
    field.select();
  }, [commands, input, query, wish]);
  return () => {
    const origin = before.current;
    const isThere = origin instanceof HTMLElement && origin !== document.body && origin.isConnected;
    commands.find({ kind: 'close' });
    const target = isThere ? origin : inActivePane('[role="log"]');
    target?.focus({ preventScroll: true });
  };
}
