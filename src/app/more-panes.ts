import { activePane, MAX_PANES, type StreamState } from '../stores/index.ts';
import type { OpenPane, PanesOfPage } from './open-pane.ts';
import { readPanes, writePane, type PaneAddress } from './pane-address.ts';

export * from '../features/panes/panes.tsx';
export { worstState } from './worst-state.ts';

/** Opens a pane behind the others, with the stream of the active one. */
export function addPane(page: PanesOfPage): void {
  const panes = page.panes();
  const active = panes.find(({ id }) => id === page.paneStore.getState().activeId) ?? panes[0];
  if (active === undefined || panes.length >= MAX_PANES) return;
  tellAddress(page);
  const { request, stretch, tenant } = active.stream.streamStore.getState();
  const added = begun(page, { request, stretch, tenant });
  page.put([...panes, added], added.id);
  page.addressBar.write('push');
}

/** Ends the stream of a pane and forgets what it brought. */
export function closePane(page: PanesOfPage, paneId: number): void {
  const panes = page.panes();
  const index = panes.findIndex(({ id }) => id === paneId);
  const closed = panes[index];
  const rest = panes.filter((pane) => pane !== closed);
  if (closed === undefined || rest.length === 0) return;
  tellAddress(page);
  const { activeId, shares } = page.paneStore.getState();
  retire(closed, rest[0]);
  const { [paneId]: _freed, ...others } = shares;
  page.paneStore.setState({ shares: others, ...(rest.length === 1 ? { isInStep: false, step: undefined } : {}) });
  page.put(rest, activeId === paneId ? (rest[Math.max(0, index - 1)]?.id ?? activeId) : activeId);
  page.addressBar.write('push');
}

/** Makes the panes behind the first one what the address says. Those that are so already stay as they are. */
export function restorePanes(page: PanesOfPage): void {
  const { panes: wanted, problems } = readPanes(page.addressBar.panes);
  const open = page.panes();
  const first = open[0];
  if (first === undefined) return;
  tellAddress(page);
  const { tenant, problems: said } = first.stream.streamStore.getState();
  const ofLink = [...said.filter(({ cause }) => cause === 'link'), ...problems];
  first.stream.streamStore.setProblems('link', ofLink);
  const others = wanted.map((address, index): OpenPane => {
    const pane = open[index + 1];
    return pane === undefined ? begun(page, { ...address, tenant }, address.logId) : changed(pane, address);
  });
  const next = [first, ...others];
  for (const pane of open.slice(next.length)) retire(pane, first);
  const { activeId } = page.paneStore.getState();
  if (next.length === 1) page.paneStore.setState({ isInStep: false, step: undefined });
  page.put(next, next.some(({ id }) => id === activeId) ? activeId : first.id);
  if (problems.length > 0) page.addressBar.write('replace');
}

/** Opens a line in the pane that holds it, the active one before others, or else in the active one. */
export function showLine(page: PanesOfPage, id: string): void {
  const state = page.paneStore.getState();
  const active = activePane(state);
  const holds = (pane = active): boolean => pane?.context.logStore.getState().buffer.lineById(id) !== undefined;
  const pane = holds() ? active : (state.panes.find(holds) ?? active);
  if (pane === undefined) return;
  page.paneStore.setState({ activeId: pane.id });
  pane.context.commands.openLine(id);
}

function tellAddress(page: PanesOfPage): void {
  page.addressBar.tellPanes((asked) =>
    page
      .panes()
      .slice(1)
      .map(({ stream: { streamStore } }) => {
        const present = addressOf(streamStore.getState());
        return writePane(asked?.streamStore === streamStore ? { ...present, logId: asked.logId } : present);
      }),
  );
}

function addressOf({ request, stretch, opened }: StreamState): PaneAddress {
  return { request, stretch, logId: opened === undefined || opened.id === '' ? undefined : opened.id };
}

function begun(
  page: PanesOfPage,
  state: Pick<StreamState, 'request' | 'stretch' | 'tenant'>,
  logId?: string,
): OpenPane {
  const { request, stretch, tenant } = state;
  const pane = page.create();
  pane.stream.streamStore.setState({ request, stretch, tenant });
  pane.stream.control.begin();
  if (logId !== undefined) pane.stream.lines.open(logId);
  return pane;
}

function changed(pane: OpenPane, address: PaneAddress): OpenPane {
  const { streamStore, control, lines } = pane.stream;
  const { request, stretch, logId } = address;
  const present = addressOf(streamStore.getState());
  if (writePane({ ...present, logId: undefined }) !== writePane({ ...address, logId: undefined })) {
    streamStore.setState({ request, stretch });
    control.begin();
  }
  if (logId === undefined) lines.close();
  else if (logId !== present.logId) lines.open(logId);
  return pane;
}

/** The first pane holds what is known of the notifications: whichever is the first one afterwards takes it over. */
function retire(pane: OpenPane, successor: OpenPane | undefined): void {
  pane.stream.close();
  pane.context.findStore.setState({ isOver: true });
  const heir = successor?.context.connectionStore;
  const { notifications } = pane.context.connectionStore.getState();
  if (heir !== undefined && notifications.since > heir.getState().notifications.since) heir.setState({ notifications });
}
