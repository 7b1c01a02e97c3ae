import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  DEFAULT_SETTINGS,
  readSettings,
  usableColumns,
  writeSettings,
  type Settings,
  type SettingsFormat,
} from './settings.ts';

/** The part of `localStorage` that is used; a browser may forbid all of it. */
export type SettingsStorage = Pick<Storage, 'getItem' | 'setItem'>;

/** What an address says about how lines are laid out. */
export type AddressSettings = Partial<Pick<Settings, 'timeZone' | 'isWrapped' | 'columns'>>;

export const SETTINGS_KEY = 'neurallog.settings';

/**
 * The one place that says how lines are drawn. Its state is what holds now: what the person chose, in this visit or an
 * earlier one, and over it what the address of this visit names. Only a choice is remembered.
 */
export type SettingsStore = StoreApi<Settings> & {
  /** What holds where no address says otherwise. */
  remembered(): Settings;
  /** The person chose: remembered, and over what the address says. */
  choose(changes: Partial<Settings>): void;
  /** The address says: for this visit, and in place of what the address before it said. */
  visit(named: AddressSettings): void;
  reset(): void;
  /** Another tab has changed what is remembered. */
  readAgain(): void;
};

export interface SettingsStoreOptions extends SettingsFormat {
  readonly storage: SettingsStorage | undefined;
}

export function createSettingsStore(options: SettingsStoreOptions): SettingsStore {
  const { storage } = options;
  // Without storage, and where it is full, choices hold for as long as the page does.
  const attempt = <Value>(action: () => Value): Value | undefined => {
    try {
      return action();
    } catch {
      return undefined;
    }
  };
  const load = (): Settings | undefined => {
    const text = attempt(() => storage?.getItem(SETTINGS_KEY));
    return typeof text === 'string' ? readSettings(text, options) : undefined;
  };
  let remembered = load() ?? DEFAULT_SETTINGS;
  let named: AddressSettings = {};
  const store = createStore<Settings>(() => remembered);
  const show = (): void => store.setState({ ...remembered, ...named });
  const remember = (settings: Settings): void => {
    remembered = settings;
    attempt(() => storage?.setItem(SETTINGS_KEY, writeSettings(settings, options)));
    show();
  };
  return Object.assign(store, {
    remembered: () => remembered,
    choose(changes: Partial<Settings>): void {
      const chosen = { ...remembered, ...changes };
      const left = Object.entries(named).filter(([name]) => !Object.hasOwn(changes, name));
      named = Object.fromEntries(left);
      remember({ ...chosen, columns: usableColumns(chosen.columns) });
    },
    visit(next: AddressSettings): void {
      named = next;
      show();
    },
    reset(): void {
      named = {};
      remember(DEFAULT_SETTINGS);
    },
    readAgain(): void {
      remembered = load() ?? DEFAULT_SETTINGS;
      show();
    },
  });
}
