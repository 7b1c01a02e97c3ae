import { X } from 'lucide';
import { use, useEffect, useRef, type JSX, type ReactNode } from 'react';
import { useCommands, usePaneId, usePanes } from '../../stores/index.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { IsNarrow } from '../../ui/use-is-narrow.ts';
import { focusPane } from './pane-focus.ts';
import styles from './panes.module.css';

/** A pane of this width in pixels is laid out as a phone's page. */
const NARROW_PX = 700;

/** Which pane it is, how its stream is, and the way to end it. */
export function PaneHead({ children }: { readonly children: ReactNode }): JSX.Element {
  const head = useRef<HTMLDivElement>(null);
  const paneId = usePaneId();
  const index = usePanes(({ panes }) => panes.findIndex(({ id }) => id === paneId));
  const neighbour = usePanes(({ panes }) => panes[index === 0 ? 1 : index - 1]?.id);
  const isActive = usePanes(({ activeId }) => activeId === paneId);
  const commands = useCommands();
  const setNarrow = use(IsNarrow)?.setNarrow;
  useEffect(() => {
    const element = head.current;
    if (element === null || setNarrow === undefined) return undefined;
    const observer = new ResizeObserver(() => setNarrow(element.clientWidth <= NARROW_PX));
    observer.observe(element);
    return () => observer.disconnect();
  }, [setNarrow]);
  return (
    <div ref={head} className={styles['head']} data-active={isActive}>
      <h2 className={styles['name']}>Pane {index + 1}</h2>
      {children}
      <span className={styles['spacer']} />
      <Button
        look="quiet"
        className={styles['close']}
        aria-label={`Close pane ${index + 1}`}
        title={`Close pane ${index + 1}: ends its stream and forgets its lines`}
        onClick={() => {
          // The focus would be lost with the button.
          if (neighbour !== undefined) focusPane(neighbour);
          commands.closePane(paneId);
        }}
      >
        <Icon shape={X} size={14} />
      </Button>
    </div>
  );
}
