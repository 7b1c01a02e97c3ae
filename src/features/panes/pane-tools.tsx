import { useEffect, useEffectEvent, useLayoutEffect, type JSX } from 'react';
import { shortcutOf } from '../../stores/shortcuts.ts';
import { Button } from '../../ui/button.tsx';
import { isTyping } from '../../ui/key-owner.ts';
import { useCommands, usePanes, usePaneStore } from '../../stores/index.ts';
import { focusPane } from './pane-focus.ts';
import { columnsOf } from './pane-widths.ts';
import styles from './panes.module.css';

/** What is done with all panes together, and the keys that lead from one to another. */
export function PaneTools(): JSX.Element {
  const panes = usePanes((state) => state.panes);
  const shares = usePanes((state) => state.shares);
  const columns = columnsOf(
    panes.map(({ id }) => id),
    shares,
  );
  useLayoutEffect(() => {
    const { style } = document.documentElement;
    style.setProperty('--pane-columns', columns);
    return () => void style.removeProperty('--pane-columns');
  }, [columns]);
  usePaneKeys();
  return <InStep className={styles['onBar'] ?? ''} />;
}

export function InStep({ className }: { readonly className: string }): JSX.Element {
  const isInStep = usePanes((state) => state.isInStep);
  const store = usePaneStore();
  return (
    <Button
      look="quiet"
      className={`${styles['inStep']} ${className}`}
      aria-pressed={isInStep}
      title="Scroll one pane, and the others show the same time"
      onClick={() => store.setState(({ activeId }) => ({ isInStep: !isInStep, leaderId: activeId, step: undefined }))}
    >
      Scroll in step
    </Button>
  );
}

/** F6 leads on to the next pane, with Shift back, and Alt with a number to the pane of that number. */
function usePaneKeys(): void {
  const panes = usePanes((state) => state.panes);
  const activeId = usePanes((state) => state.activeId);
  const commands = useCommands();
  const go = useEffectEvent((event: KeyboardEvent): void => {
    if (event.defaultPrevented || document.querySelector('[role="dialog"], [role="alertdialog"]') !== null) return;
    const pressed = shortcutOf(event, 'panes', true);
    // Some keyboards write with Alt and a digit.
    if (pressed === undefined || (pressed.id === 'paneByNumber' && isTyping(event.target))) return;
    const active = panes.findIndex(({ id }) => id === activeId);
    const index = {
      nextPane: (active + 1) % panes.length,
      previousPane: (active - 1 + panes.length) % panes.length,
      paneByNumber: Number(pressed.key.slice(-1)) - 1,
    }[pressed.id];
    const pane = panes[index];
    if (pane === undefined) return;
    event.preventDefault();
    // On a narrow page it is hidden until it is the active one.
    commands.activatePane(pane.id);
    requestAnimationFrame(() => focusPane(pane.id));
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => go(event);
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
