import { ArrowDown, ArrowUp, ChevronsDown, ChevronsUp, X } from 'lucide';
import { useRef, useState, type JSX } from 'react';
import {
  shownNeighbour,
  useCommands,
  useFind,
  useLogs,
  useStream,
  type Commands,
  type OpenedLine,
} from '../../stores/index.ts';
import { shortcutOf, type ShortcutOf } from '../../stores/shortcuts.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Tabs } from '../../ui/primitives.ts';
import { visibleText } from '../../ui/visible-text.ts';
import { AroundLine, type RowWords } from './around-line.tsx';
import { DetailsEdge } from './details-edge.tsx';
import { FieldMenu } from './field-menu.tsx';
import { useFocusOfPane } from './focus-of-pane.ts';
import styles from './line-details.module.css';
import { LineActions } from './line-actions.tsx';
import { LineFields } from './line-fields.tsx';
import { LineJson } from './line-json.tsx';
import { SheetGrip } from './sheet-grip.tsx';

const ANSWERS: Readonly<Record<ShortcutOf<'details'>, (commands: Commands) => void>> = {
  previousInDetails: (commands) => commands.stepLine(-1),
  nextInDetails: (commands) => commands.stepLine(1),
  closeDetails: (commands) => commands.closeLine(),
};

/** Everything about one line, beside the lines or on a phone over them: its fields, its metadata, the rules it fired, the lines around it. */
export function LineDetails({ messageInRow }: RowWords): JSX.Element | null {
  const opened = useStream((state) => state.opened);
  return opened === undefined ? null : <Pane opened={opened} messageInRow={messageInRow} />;
}

function Pane({ opened, messageInRow }: RowWords & { readonly opened: OpenedLine }): JSX.Element {
  const commands = useCommands();
  const pane = useRef<HTMLElement>(null);
  // Outlives the line: who reads one as JSON reads the next one so, too.
  const [view, setView] = useState<unknown>('fields');
  useFocusOfPane(pane, `${opened.id} ${opened.seq}`);
  const isMenuOpen = useRef(false);
  const hasPrevious = useLogs((lines) => shownNeighbour(lines, opened, -1) !== undefined);
  const isFinding = useFind((state) => state.finder !== undefined && state.matches.count > 0);
  const hasNext = useLogs((lines) => shownNeighbour(lines, opened, 1) !== undefined);
  return (
    <aside
      ref={pane}
      aria-label="Log details"
      tabIndex={-1}
      className={styles['details']}
      onKeyDown={(event) => {
        const pressed = shortcutOf(event, 'details', true);
        // Of a menu that was just opened the key is meant for the menu, although the focus is not there yet.
        if (pressed === undefined || isMenuOpen.current) return;
        event.preventDefault();
        ANSWERS[pressed.id](commands);
      }}
    >
      <DetailsEdge />
      <SheetGrip onClose={() => commands.closeLine()} />
      <header className={styles['head']}>
        <h2>Log details</h2>
        {isFinding && <MatchSteps />}
        <StepButton name="Previous line" keys="Alt+↑" isPossible={hasPrevious} onClick={() => commands.stepLine(-1)}>
          <Icon shape={ArrowUp} size={15} />
        </StepButton>
        <StepButton name="Next line" keys="Alt+↓" isPossible={hasNext} onClick={() => commands.stepLine(1)}>
          <Icon shape={ArrowDown} size={15} />
        </StepButton>
        <Button
          look="quiet"
          aria-label="Close log details"
          title="Close, back to the lines (Esc)"
          onClick={() => commands.closeLine()}
        >
          <Icon shape={X} size={15} />
        </Button>
      </header>
      <FieldMenu
        onOpenChange={(isOpen) => {
          isMenuOpen.current = isOpen;
        }}
      >
        <Content opened={opened} view={view} onView={setView} messageInRow={messageInRow} />
      </FieldMenu>
    </aside>
  );
}

/** Those of what is looked for in the lines: the details go with the match. */
function MatchSteps(): JSX.Element {
  const commands = useCommands();
  return (
    <>
      <Button
        look="quiet"
        aria-label="Previous match"
        title="Previous match of what is found"
        onClick={() => commands.find({ kind: 'step', step: -1 })}
      >
        <Icon shape={ChevronsUp} size={15} />
      </Button>
      <Button
        look="quiet"
        aria-label="Next match"
        title="Next match of what is found"
        onClick={() => commands.find({ kind: 'step', step: 1 })}
      >
        <Icon shape={ChevronsDown} size={15} />
      </Button>
    </>
  );
}

interface StepButtonProps {
  readonly name: string;
  readonly keys: string;
  readonly isPossible: boolean;
  readonly onClick: () => void;
  readonly children: JSX.Element;
}

/** Where there is nothing to go to it stays where it is and keeps the focus. */
function StepButton({ name, keys, isPossible, onClick, children }: StepButtonProps): JSX.Element {
  const title = isPossible ? `${name} of those shown (${keys})` : `${name}: none is shown there`;
  return (
    <Button look="quiet" aria-label={name} aria-disabled={!isPossible} title={title} onClick={onClick}>
      {children}
    </Button>
  );
}

interface ContentProps extends RowWords {
  readonly opened: OpenedLine;
  readonly view: unknown;
  readonly onView: (view: unknown) => void;
}

function Content({ opened, view, onView, messageInRow }: ContentProps): JSX.Element {
  const { content } = opened;
  if (content.kind !== 'loaded') {
    return (
      <div className={styles['body']}>{content.kind === 'loading' ? <Loading /> : <Missing opened={opened} />}</div>
    );
  }
  const { record } = content;
  const key = `${opened.id} ${opened.seq}`;
  return (
    <Tabs.Root value={view} onValueChange={onView} className={styles['views']}>
      <Tabs.List aria-label="Shown as" className={styles['tabs']}>
        <Tabs.Tab value="fields" className={styles['tab']}>
          Fields
        </Tabs.Tab>
        <Tabs.Tab value="json" className={styles['tab']}>
          JSON
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="fields" className={styles['body']}>
        <LineActions key={`actions ${key}`} record={record} />
        <LineFields key={key} record={record} />
        <AroundLine messageInRow={messageInRow} />
      </Tabs.Panel>
      <Tabs.Panel value="json" className={styles['body']}>
        <LineActions key={`actions ${key}`} record={record} />
        <LineJson key={key} record={record} />
      </Tabs.Panel>
    </Tabs.Root>
  );
}

function Loading(): JSX.Element {
  return (
    <p role="status" className={styles['note']}>
      Loading the line…
    </p>
  );
}

function Missing({ opened }: { readonly opened: OpenedLine }): JSX.Element | null {
  const commands = useCommands();
  const { content, id, seq } = opened;
  if (content.kind !== 'missing') return null;
  return (
    <>
      <p role="alert" className={styles['note']}>
        {visibleText(content.message)}
      </p>
      <p className={styles['advice']}>
        {content.canRetry
          ? 'The lines beside it are not touched by this.'
          : 'Servers let go of their oldest lines. Whoever sent you the link may still have its text; the lines that are kept are in the list.'}
      </p>
      <div className={styles['actions']}>
        {content.canRetry && <Button onClick={() => commands.openLine(id, seq)}>Try again</Button>}
        <Button onClick={() => commands.closeLine()}>Back to the lines</Button>
      </div>
    </>
  );
}
