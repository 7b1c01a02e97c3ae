import { X } from 'lucide';
import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore, type JSX } from 'react';
import { useLogStore } from '../../stores/index.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { formatCount } from '../../ui/time-format.ts';
import { ORDER_NAMES, ORDERS, orderPatterns, type PatternOrder } from './order-patterns.ts';
import { PatternDetails } from './pattern-details.tsx';
import { PatternList } from './pattern-list.tsx';
import { PatternSession, type SessionState } from './pattern-session.ts';
import styles from './patterns.module.css';
import { startPatternWorker } from './start-worker.ts';
import { usePatternCommands } from './use-pattern-commands.ts';

interface PatternsPanelProps {
  readonly onClose: () => void;
}

/** The patterns of the lines that are held and shown, beside them; on a phone in their place. */
export function PatternsPanel({ onClose }: PatternsPanelProps): JSX.Element {
  const store = useLogStore();
  const [session] = useState(() => new PatternSession({ store, start: startPatternWorker, later }));
  const state = useSyncExternalStore(session.subscribe, () => session.state);
  const [order, setOrder] = useState<PatternOrder>('count');
  const [search, setSearch] = useState('');
  const [activeKey, setActiveKey] = useState<string>();
  const region = useRef<HTMLElement>(null);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => session.begin(), [session]);
  useLayoutEffect(() => region.current?.focus({ preventScroll: true }), []);
  const found = orderPatterns(state.report?.patterns ?? [], order, search);
  const active = found.find(({ key }) => key === activeKey);
  const commands = usePatternCommands(onClose);
  return (
    <section
      ref={region}
      aria-label="Patterns"
      tabIndex={-1}
      data-panel
      className={styles['panel']}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.preventDefault();
          onClose();
        }
        // From where the focus is when it has just opened, the list is one key away.
        if (event.target === region.current && event.key === 'ArrowDown' && found[0] !== undefined) {
          event.preventDefault();
          setActiveKey(found[0].key);
          list.current?.focus();
        }
      }}
    >
      <header className={styles['head']}>
        <h2>Patterns</h2>
        <Button look="quiet" aria-label="Close patterns" title="Close, back to the lines (Esc)" onClick={onClose}>
          <Icon shape={X} size={15} />
        </Button>
      </header>
      <div className={styles['tools']}>
        <input
          type="search"
          aria-label="Search patterns"
          placeholder="Search patterns"
          className={styles['search']}
          value={search}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && search !== '') {
              event.stopPropagation();
              setSearch('');
            } else if (event.key === 'ArrowDown' && found[0] !== undefined) {
              event.preventDefault();
              setActiveKey((active ?? found[0]).key);
              list.current?.focus();
            }
          }}
        />
        <select
          aria-label="Sort patterns"
          className={styles['sort']}
          value={order}
          onChange={(event) => setOrder(ORDERS.find((one) => one === event.target.value) ?? 'count')}
        >
          {ORDERS.map((one) => (
            <option key={one} value={one}>
              {ORDER_NAMES[one]}
            </option>
          ))}
        </select>
      </div>
      <Summary state={state} found={found.length} isSearching={search.trim() !== ''} onTryAgain={session.begin} />
      <PatternList
        list={list}
        patterns={found}
        orderKey={`${order} ${search}`}
        activeKey={activeKey}
        onActive={setActiveKey}
        commands={commands}
      />
      {active !== undefined && <PatternDetails key={active.key} pattern={active} commands={commands} />}
    </section>
  );
}

interface SummaryProps {
  readonly state: SessionState;
  readonly found: number;
  readonly isSearching: boolean;
  readonly onTryAgain: () => void;
}

/** What is counted, how far that is, and what is the matter where nothing is listed. */
function Summary({ state, found, isSearching, onTryAgain }: SummaryProps): JSX.Element {
  const { status, report, taken, total } = state;
  if (status === 'broken') {
    return (
      <div role="alert" className={styles['problem']}>
        <p>
          What finds patterns has stopped working, or the server did not send it. The lines are not touched by this.
        </p>
        <Button onClick={onTryAgain}>Try again</Button>
      </div>
    );
  }
  if (report === undefined) {
    return (
      <div className={styles['summary']}>
        <p role="status">{total === 0 ? 'Grouping lines…' : `Grouping ${formatCount(total)} lines…`}</p>
        <progress aria-label="Lines grouped" className={styles['progress']} value={taken} max={Math.max(1, total)} />
        <p className={styles['fine']}>
          {formatCount(taken)} of {formatCount(total)} lines
        </p>
      </div>
    );
  }
  const { lines, patterns, otherLines, unlistedPatterns } = report;
  return (
    <div className={styles['summary']}>
      <p role="status">{summaryOf(patterns.length + unlistedPatterns, found, isSearching)}</p>
      <p className={styles['fine']}>
        {lines === 0
          ? 'Lines that are held and pass the query and filter are grouped here as they come.'
          : `of the ${formatCount(lines)} lines that are held and pass the query and filter`}
      </p>
      {otherLines > 0 && (
        <p className={styles['fine']}>
          Not listed: {formatCount(otherLines)} other lines
          {unlistedPatterns > 0 ? `, among them those of ${formatCount(unlistedPatterns)} rarer patterns` : ''}
        </p>
      )}
    </div>
  );
}

function summaryOf(all: number, found: number, isSearching: boolean): string {
  const patterns = (count: number): string => `${formatCount(count)} ${count === 1 ? 'pattern' : 'patterns'}`;
  if (all === 0) return 'No lines to group yet';
  if (!isSearching) return patterns(all);
  return found === 0 ? `None of ${patterns(all)} contains this` : `${formatCount(found)} of ${patterns(all)}`;
}

function later(run: () => void, ms: number): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}
