import { useEffect, useEffectEvent, useMemo, useRef, useState, type RefObject } from 'react';
import { queryContext, type QueryContext } from '../../query/index.ts';
import { useCommands, useLogs, useStream } from '../../stores/index.ts';
import { QueryHistory } from './query-history.ts';
import type { PanelOption } from './query-panel.tsx';
import { seenFacts } from './seen-facts.ts';
import { suggestionsFor, type Suggestion } from './suggestions.ts';
import { writeInto } from './write-into.ts';

const history = new QueryHistory(() => localStorage);

interface QueryPanelOptions {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly submittedRef: RefObject<string | undefined>;
  readonly text: string;
  readonly applied: string;
}

export interface QueryPanelState {
  readonly kind: 'history' | 'suggestions';
  readonly options: readonly PanelOption[];
  readonly active: number;
  /** Whether options are offered, where there are some. */
  readonly isOpen: boolean;
  readonly hasFocus: boolean;
  readonly isComposing: boolean;
  readonly choose: (index: number) => void;
  readonly clearHistory: () => void;
}

/**
 * The options beneath the field and the keys that lead through them. The listeners are the field's own, so that they come
 * before those of the page: a key that is used up here goes no further.
 */
export function useQueryPanel({ input, submittedRef, text, applied }: QueryPanelOptions): QueryPanelState {
  const commands = useCommands();
  const tenant = useStream((state) => state.tenant);
  const [isOpen, setOpen] = useState(false);
  const [hasFocus, setHasFocus] = useState(() => document.activeElement === input.current);
  const [isComposing, setComposing] = useState(false);
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(-1);
  const [recent, setRecent] = useState<readonly string[]>([]);
  /** Where in the history the arrows have come to, and what had been typed before. */
  const walk = useRef<{ index: number; readonly draft: string } | undefined>(undefined);
  const isOwnChange = useRef(false);

  const kind = text === '' ? 'history' : 'suggestions';
  const buffer = useLogs((logs) => logs.buffer);
  const levels = useLogs((logs) => logs.levels);
  const sources = useLogs((logs) => logs.sources);
  // As they are when the list opens: one that changes under the eye is of no use.
  const [facts, setFacts] = useState(() => seenFacts(buffer, levels, sources));
  const context = useMemo(() => queryContext(text, Math.min(caret, text.length)), [text, caret]);
  const suggestions = useMemo(
    () => (isOpen && kind === 'suggestions' ? suggestionsFor(context, facts) : []),
    [isOpen, kind, context, facts],
  );
  const options = useMemo<readonly PanelOption[]>(
    () => (kind === 'history' ? recent.map((label) => ({ kind: 'query', label, detail: '' })) : suggestions),
    [kind, recent, suggestions],
  );

  const open = (): void => {
    if (isOpen) return;
    setFacts(seenFacts(buffer, levels, sources));
    setRecent(history.queries(tenant));
    setOpen(true);
  };
  const write = (start: number, end: number, written: string): void => {
    const field = input.current;
    if (field === null) return;
    isOwnChange.current = true;
    writeInto(field, start, end, written);
    isOwnChange.current = false;
    setCaret(field.selectionStart ?? 0);
    setActive(-1);
  };
  const accept = (suggestion: Suggestion, at: Exclude<QueryContext, { kind: 'none' }>): void => {
    write(at.start, at.end, suggestion.text);
    setOpen(suggestion.goesOn);
  };
  const apply = (query: string): void => {
    write(0, text.length, query);
    setOpen(false);
    submittedRef.current = query;
    commands.setQuery(query);
  };
  const choose = (index: number): void => {
    const query = recent[index];
    const suggestion = suggestions[index];
    if (kind === 'history' && query !== undefined) apply(query);
    else if (suggestion !== undefined && context.kind !== 'none') accept(suggestion, context);
  };
  const stepHistory = (step: -1 | 1): boolean => {
    const queries = history.queries(tenant);
    const { index, draft } = walk.current ?? { index: -1, draft: text };
    const next = index + step;
    if (next < -1 || next >= queries.length || (index === -1 && step === -1)) return false;
    walk.current = { index: next, draft };
    write(0, text.length, next === -1 ? draft : (queries[next] ?? ''));
    setOpen(false);
    return true;
  };

  /** Does what a key stands for; answers whether it was used up. */
  const usesKey = (event: KeyboardEvent, hasOptions: boolean): boolean => {
    const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    const opens = (event.key === ' ' && event.ctrlKey) || (event.key === 'ArrowDown' && event.altKey);
    if (opens) {
      open();
      return true;
    }
    if (!isPlain) return false;
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp': {
        const step = event.key === 'ArrowDown' ? 1 : -1;
        if (!hasOptions) {
          if (kind === 'history' && walk.current === undefined && step === 1) open();
          else stepHistory(step === 1 ? -1 : 1);
          return true;
        }
        // Past either end nothing is chosen, and the next step goes on from the other one.
        const count = options.length + 1;
        setActive(((active + 1 + step + count) % count) - 1);
        return true;
      }
      case 'Enter':
        if (hasOptions && active >= 0) {
          choose(active);
          return true;
        }
        setOpen(false);
        return false;
      case 'Tab':
        if (!hasOptions || active < 0) return false;
        choose(active);
        return true;
      case 'Escape':
        if (!hasOptions) return false;
        setOpen(false);
        setActive(-1);
        return true;
      default:
        return false;
    }
  };

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (isOfComposition(event)) {
      // Nobody else answers it either; and Safari would submit by the Enter that ends a composition.
      event.stopPropagation();
      if (!event.isComposing) event.preventDefault();
      return;
    }
    const hasOptions = isOpen && options.length > 0;
    const isUsed = usesKey(event, hasOptions);
    if (!isUsed) return;
    event.preventDefault();
    event.stopPropagation();
  });

  const onInput = useEffectEvent(() => {
    if (isOwnChange.current) return;
    walk.current = undefined;
    open();
    setActive(-1);
  });
  const onFocus = useEffectEvent(() => {
    setHasFocus(true);
    if (input.current?.value === '') open();
  });
  const onBlur = useEffectEvent((event: FocusEvent) => {
    const form = input.current?.form;
    if (event.relatedTarget instanceof Node && form?.contains(event.relatedTarget) === true) return;
    setHasFocus(false);
    setOpen(false);
    setActive(-1);
    walk.current = undefined;
  });
  const onSubmit = useEffectEvent(() => {
    submittedRef.current = input.current?.value.trim();
    walk.current = undefined;
    setOpen(false);
  });

  useEffect(() => {
    const field = input.current;
    const form = field?.form;
    if (field === null || field === undefined || form === null || form === undefined) return undefined;
    const listening = new AbortController();
    const { signal } = listening;
    const follow = (): void => {
      if (document.activeElement === field) setCaret(field.selectionEnd ?? 0);
    };
    field.addEventListener('keydown', onKeyDown, { signal });
    field.addEventListener('input', onInput, { signal });
    field.addEventListener('input', follow, { signal });
    field.addEventListener('compositionstart', () => setComposing(true), { signal });
    field.addEventListener('compositionend', () => setComposing(false), { signal });
    form.addEventListener('focusin', onFocus, { signal });
    form.addEventListener('focusout', onBlur, { signal });
    form.addEventListener('submit', onSubmit, { signal });
    document.addEventListener('selectionchange', follow, { signal });
    follow();
    return () => listening.abort();
  }, [input]);

  // Remembered is what was applied here: not what a link brought, and not what was refused.
  useEffect(() => {
    if (submittedRef.current !== applied) return;
    history.add(tenant, applied);
    submittedRef.current = undefined;
  }, [submittedRef, applied, tenant]);

  const clearHistory = (): void => {
    history.clear(tenant);
    setRecent([]);
    input.current?.focus();
  };
  // What composes has a list of its own.
  return { kind, options, active, isOpen: isOpen && !isComposing, hasFocus, isComposing, choose, clearHistory };
}

/** What every browser tells of a key that is meant for what composes characters, also after the composition's end. */
const KEY_OF_COMPOSITION = 229;

function isOfComposition(event: KeyboardEvent): boolean {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- Nothing else tells it in Safari.
  return event.isComposing || event.keyCode === KEY_OF_COMPOSITION;
}
