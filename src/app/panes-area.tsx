import { Fragment, useState, type JSX, type ReactNode } from 'react';
import { ConnectionStatus } from '../features/connection-status/connection-status.tsx';
import { AppContext, MAX_PANES, useCommands, useHasPanes, usePanes, type Pane } from '../stores/index.ts';
import { Button } from '../ui/button.tsx';
import { LoadProblem, usePartState } from '../ui/later.tsx';
import { IsNarrow } from '../ui/use-is-narrow.ts';
import styles from './app.module.css';
import { morePanes } from './open-panes.ts';
import { StreamView } from './stream-view.tsx';

interface PanesAreaProps {
  readonly isRefused: boolean;
  /** Whether the patterns stand over all else. */
  readonly isCovered: boolean;
}

/** The streams side by side. One alone is all that there is: nothing tells it apart, and nothing is drawn around it. */
export function PanesArea({ isRefused, isCovered }: PanesAreaProps): JSX.Element {
  const panes = usePanes((state) => state.panes);
  const activeId = usePanes((state) => state.activeId);
  const part = usePartState(morePanes);
  const hasMany = panes.length > 1;
  const Chrome = hasMany && part.kind === 'loaded' ? part.value : undefined;
  return (
    <>
      {Chrome !== undefined && !isCovered && <Chrome.PaneTabs />}
      <div role={hasMany ? 'main' : undefined} className={styles['panes']}>
        {panes.map((pane, index) => (
          <Fragment key={pane.id}>
            {Chrome !== undefined && index > 0 && <Chrome.PaneSplitter index={index} />}
            <PaneFrame pane={pane} place={hasMany ? index + 1 : undefined} isActive={pane.id === activeId}>
              {Chrome !== undefined && !isCovered && (
                <Chrome.PaneHead>
                  <ConnectionStatus />
                </Chrome.PaneHead>
              )}
              <StreamView
                isOneOfMany={hasMany}
                isRefused={isRefused}
                isCovered={isCovered}
                asks={pane.id === activeId}
              />
            </PaneFrame>
          </Fragment>
        ))}
      </div>
      {part.kind === 'failed' && <LoadProblem part={morePanes} onGiveUp={() => undefined} />}
    </>
  );
}

interface PaneFrameProps {
  readonly pane: Pane;
  /** From 1 on; `undefined` for the only one. */
  readonly place: number | undefined;
  readonly isActive: boolean;
  readonly children: ReactNode;
}

function PaneFrame({ pane, place, isActive, children }: PaneFrameProps): JSX.Element {
  const { commands } = pane.context;
  const [isNarrow, setNarrow] = useState(false);
  const activate = (): void => {
    if (!isActive) commands.activatePane(pane.id);
  };
  return (
    <div
      className={styles['pane']}
      role={place === undefined ? undefined : 'region'}
      aria-label={place === undefined ? undefined : `Pane ${place}`}
      data-pane={pane.id}
      data-active={isActive}
      onFocus={activate}
      onPointerDown={activate}
    >
      <AppContext value={pane.context}>
        <IsNarrow value={place === undefined ? undefined : { isNarrow, setNarrow }}>{children}</IsNarrow>
      </AppContext>
    </div>
  );
}

/** What can be done with several panes at once. */
export function PaneTools(): JSX.Element | null {
  const part = usePartState(morePanes);
  const hasMany = useHasPanes();
  return hasMany && part.kind === 'loaded' ? <part.value.PaneTools /> : null;
}

/** Loads what more panes need at the first sign that somebody wants one. */
export function AddPane(): JSX.Element {
  const count = usePanes(({ panes }) => panes.length);
  const commands = useCommands();
  const preload = (): void => void morePanes.preload();
  return (
    <Button
      look="quiet"
      className={styles['addPane']}
      aria-label="Add pane"
      title="Add pane"
      disabled={count >= MAX_PANES}
      onFocus={preload}
      onPointerEnter={preload}
      onClick={() => commands.addPane()}
    >
      <svg width="14" height="14" viewBox="0 0 14 14" fill="none" stroke="currentColor" aria-hidden>
        <path d="M1 2h12v10H1zM7 2v10" />
      </svg>
    </Button>
  );
}
