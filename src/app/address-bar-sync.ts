import { DEFAULT_SETTINGS, type AddressSettings, type SettingsStore, type StreamStore } from '../stores/index.ts';
import { readAddress, writeAddress, type AddressState } from './address-bar.ts';

export interface AddressBarOptions {
  /** Of the first pane, which the parameters of an address speak of. */
  readonly streamStore: () => StreamStore;
  readonly settingsStore: SettingsStore;
  readonly configuredTenant: string;
}

/** The other panes as an address holds them; `asked`: with this line opened in that one. */
export type PresentPanes = (asked?: { readonly streamStore: StreamStore; readonly logId: string }) => readonly string[];

/**
 * Keeps the address bar and what is shown the same: a change writes the address, Back and Forward read it. Of the
 * settings it holds what another person would not see without it: what isn't at its default, or isn't what is remembered.
 */
export class AddressBar {
  readonly #options: AddressBarOptions;
  #linkTenant: string | undefined;
  #logId: string | undefined;
  #panes: readonly string[] = [];
  #presentPanes: PresentPanes | undefined;

  constructor(options: AddressBarOptions) {
    this.#options = options;
  }

  /** The tenant that the address named when the page was opened. */
  get linkTenant(): string | undefined {
    return this.#linkTenant;
  }

  /** The other panes that the address named when it was read last. */
  get panes(): readonly string[] {
    return this.#panes;
  }

  /** Says what to write of the other panes from now on. Until then what was read of them stays in the address. */
  tellPanes(present: PresentPanes): void {
    this.#presentPanes = present;
  }

  readFirst(): void {
    this.#logId = this.read();
    // Whoever has to sign in is offered the tenant of the link.
    if (this.#linkTenant !== undefined) this.#options.streamStore().setState({ tenant: this.#linkTenant });
  }

  /** The line that the page was opened for, once. */
  takeLogId(): string | undefined {
    const logId = this.#logId;
    this.#logId = undefined;
    return logId;
  }

  /** Takes over what the address says. Answers the id of the line that it opens. */
  read(): string | undefined {
    const { settingsStore } = this.#options;
    const streamStore = this.#options.streamStore();
    const { state, problems } = readAddress(location.search);
    this.#linkTenant = state.tenant;
    this.#panes = state.panes;
    const { request, stretch, settings } = state;
    streamStore.setState({ request, stretch });
    settingsStore.visit(settings);
    streamStore.setProblems('link', problems);
    return state.logId;
  }

  /** `push` makes a step that Back returns from; `replace` corrects the present one. */
  write(how: 'push' | 'replace'): void {
    const search = writeAddress(this.#state(), location.search);
    if (search === location.search) return;
    const address = `${location.pathname}${search}`;
    if (how === 'push') history.pushState(null, '', address);
    else history.replaceState(null, '', address);
  }

  /** `logId`: a line to open in the pane of `streamStore` instead of the one that is opened there. */
  link(streamStore: StreamStore, logId?: string): string {
    const state = this.#state();
    const asked = logId === undefined ? undefined : { streamStore, logId };
    const isFirst = streamStore === this.#options.streamStore();
    const panes = this.#presentPanes?.(asked) ?? state.panes;
    const search = writeAddress(
      { ...state, logId: isFirst ? (logId ?? state.logId) : state.logId, panes },
      location.search,
    );
    return `${location.origin}${location.pathname}${search}`;
  }

  #state(): AddressState {
    const { tenant, request, stretch, opened } = this.#options.streamStore().getState();
    return {
      tenant: tenant === this.#options.configuredTenant ? undefined : tenant,
      request,
      stretch,
      settings: this.#toldSettings(),
      // Until somebody is signed in the line of the link is not opened yet, and must not be lost.
      logId: opened?.id ?? this.#logId,
      panes: this.#presentPanes?.() ?? this.#panes,
    };
  }

  #toldSettings(): AddressSettings {
    const { settingsStore } = this.#options;
    const { timeZone, isWrapped, columns } = settingsStore.getState();
    const remembered = settingsStore.remembered();
    const isTold = (name: keyof AddressSettings, text: string): boolean =>
      text !== JSON.stringify(DEFAULT_SETTINGS[name]) || text !== JSON.stringify(remembered[name]);
    return {
      ...(isTold('timeZone', JSON.stringify(timeZone)) ? { timeZone } : {}),
      ...(isTold('isWrapped', JSON.stringify(isWrapped)) ? { isWrapped } : {}),
      ...(isTold('columns', JSON.stringify(columns)) ? { columns } : {}),
    };
  }
}
