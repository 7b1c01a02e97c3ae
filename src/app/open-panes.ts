import type { ConnectionState } from '../client/index.ts';
import type { PaneStore } from '../stores/index.ts';
import { loadWhenUsed } from '../ui/later-part.ts';
import type { AddressBar } from './address-bar-sync.ts';
import type * as MorePanes from './more-panes.ts';
import type { OpenPane, PanesOfPage } from './open-pane.ts';

/** Most pages have one pane. */
export const morePanes = loadWhenUsed(() => import('./more-panes.ts'));

export interface OpenPanesOptions {
  readonly paneStore: PaneStore;
  readonly addressBar: AddressBar;
  readonly make: (id: number) => OpenPane;
}

/** The panes of the page in their order. What only several of them need is loaded when a second one is asked for. */
export class OpenPanes implements PanesOfPage {
  readonly paneStore: PaneStore;
  readonly addressBar: AddressBar;
  readonly #make: OpenPanesOptions['make'];
  #open: readonly OpenPane[] = [];
  #lastId = 0;
  /** What was asked for and waits to be loaded. */
  #wanted: ((part: typeof MorePanes) => void) | undefined;

  constructor({ paneStore, addressBar, make }: OpenPanesOptions) {
    this.paneStore = paneStore;
    this.addressBar = addressBar;
    this.#make = make;
    // Where it could not be loaded at first, what was asked for is done as soon as it is there.
    morePanes.subscribe(this.#act);
  }

  readonly panes = (): readonly OpenPane[] => this.#open;

  /** The parameters of the address speak of it, and what comes beside all streams of lines is noted with it. */
  get first(): OpenPane {
    const [pane] = this.#open;
    if (pane === undefined) throw new Error('There is no pane.');
    return pane;
  }

  /** The state of all their streams: the one that most needs a look. */
  get state(): ConnectionState | undefined {
    const states = this.#open.map(({ context }) => context.connectionStore.getState().logs.state);
    const part = morePanes.state;
    return part.kind === 'loaded' ? part.value.worstState(states) : states[0];
  }

  create(): OpenPane {
    this.#lastId += 1;
    return this.#make(this.#lastId);
  }

  put(panes: readonly OpenPane[], activeId: number): void {
    this.#open = panes;
    this.paneStore.setState({ panes, activeId });
    for (const { stream } of panes) stream.refit();
  }

  add(): void {
    this.#withMore((part) => part.addPane(this));
  }

  close(paneId: number): void {
    this.#withMore((part) => part.closePane(this, paneId));
  }

  /** Makes them what the address says. */
  restore(): void {
    if (this.addressBar.panes.length > 0 || this.#open.length > 1) this.#withMore((part) => part.restorePanes(this));
  }

  /** Opens a line in the pane that holds it. */
  showLine(id: string): void {
    const part = morePanes.state;
    if (part.kind === 'loaded') part.value.showLine(this, id);
    else this.first.context.commands.openLine(id);
  }

  #withMore(act: (part: typeof MorePanes) => void): void {
    this.#wanted = act;
    morePanes.want();
    this.#act();
  }

  readonly #act = (): void => {
    const part = morePanes.state;
    const act = this.#wanted;
    if (part.kind !== 'loaded' || act === undefined) return;
    this.#wanted = undefined;
    act(part.value);
  };
}
