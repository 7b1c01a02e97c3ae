import { Columns2 } from 'lucide';
import type { JSX } from 'react';
import {
  AppContext,
  MAX_PANES,
  useCommands,
  useConnections,
  usePanes,
  type ConnectionState,
} from '../../stores/index.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Tabs } from '../../ui/primitives.ts';
import { InStep } from './pane-tools.tsx';
import styles from './panes.module.css';

/** Where there is room for one pane only: which one it is. */
export function PaneTabs(): JSX.Element | null {
  const panes = usePanes((state) => state.panes);
  const activeId = usePanes((state) => state.activeId);
  const active = panes.find(({ id }) => id === activeId);
  if (active === undefined) return null;
  const { commands } = active.context;
  return (
    <AppContext value={active.context}>
      <nav aria-label="Panes" className={styles['tabs']}>
        <Tabs.Root value={activeId} onValueChange={(id: number) => commands.activatePane(id)}>
          <Tabs.List aria-label="Panes" className={styles['tabList']} activateOnFocus>
            {panes.map(({ id, context }, index) => (
              <Tabs.Tab key={id} value={id} className={styles['tab']}>
                Pane {index + 1}
                <AppContext value={context}>
                  <Trouble />
                </AppContext>
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Tabs.Root>
        <span className={styles['spacer']} />
        <InStep className="" />
        <AddPane />
      </nav>
    </AppContext>
  );
}

function AddPane(): JSX.Element {
  const count = usePanes(({ panes }) => panes.length);
  const commands = useCommands();
  return (
    <Button look="quiet" aria-label="Add pane" disabled={count >= MAX_PANES} onClick={() => commands.addPane()}>
      <Icon shape={Columns2} size={14} />
    </Button>
  );
}

/** What a pane that is not seen has to say. */
function Trouble(): JSX.Element | null {
  const word = useConnections(({ logs }) => TROUBLE[logs.state.kind]);
  return word === undefined ? null : <span className={styles['trouble']}> · {word}</span>;
}

const TROUBLE: Readonly<Partial<Record<ConnectionState['kind'], string>>> = {
  paused: 'Paused',
  polling: 'Polling',
  stalled: 'Stalled',
  reconnecting: 'Reconnecting',
  offline: 'Offline',
  unauthorized: 'Refused',
  ended: 'Ended',
};
