import { isJsonObject, ownValue, type JsonObject, type JsonValue } from '../protocol/index.ts';

export const TIME_MODES = ['absolute', 'relative', 'delta'] as const;
export const DENSITIES = ['compact', 'comfortable'] as const;
export const FONT_SIZES_PX = [11, 12, 13, 14, 15, 16] as const;
export const LINES_KEPT = [100_000, 250_000, 500_000, 1_000_000] as const;

export const THEMES = ['system', 'light', 'dark'] as const;
/** Of which new lines a screen reader is told. */
export const SPOKEN_LINES = ['all', 'errors', 'off'] as const;

export type TimeMode = (typeof TIME_MODES)[number];
export type Density = (typeof DENSITIES)[number];
export type Theme = (typeof THEMES)[number];
export type SpokenLines = (typeof SPOKEN_LINES)[number];

export const MAX_COLUMNS = 12;
export const MAX_COLUMN_PATH = 200;
export const COLUMN_WIDTH_CH = { min: 4, max: 80, initial: 16 } as const;
export const DETAILS_WIDTH_PX = { min: 300, initial: 370 } as const;

/** A field of the metadata that is drawn in a cell of its own. */
export interface Column {
  /** Dotted, as in the query language: `request.id`. */
  readonly path: string;
  readonly widthCh: number;
}

/** How one person wants the page to be. Nothing in it is secret. */
export interface Settings {
  /** `local`, `utc` or an IANA zone. */
  readonly timeZone: string;
  readonly timeMode: TimeMode;
  readonly isWrapped: boolean;
  readonly density: Density;
  readonly fontSizePx: number;
  /** Whether ANSI colours are drawn; else their codes are left out. */
  readonly showsAnsi: boolean;
  /** Whether a message that is JSON is drawn as its fields. */
  readonly showsJsonInline: boolean;
  /** Whether lines that say the same as the one before share its row. */
  readonly foldsRepeats: boolean;
  /** Whether the number of lines over time is drawn above them. */
  readonly showsVolume: boolean;
  readonly columns: readonly Column[];
  /** Of the details of a line, where they stand beside the lines and have the room. */
  readonly detailsWidthPx: number;
  readonly linesKept: number;
  readonly theme: Theme;
  /** Whether a character alone is a shortcut. */
  readonly hasSingleKeys: boolean;
  readonly spokenLines: SpokenLines;
}

export const DEFAULT_SETTINGS: Settings = {
  timeZone: 'local',
  timeMode: 'absolute',
  isWrapped: false,
  density: 'compact',
  fontSizePx: 12,
  showsAnsi: true,
  showsJsonInline: true,
  foldsRepeats: false,
  showsVolume: true,
  columns: [],
  detailsWidthPx: DETAILS_WIDTH_PX.initial,
  linesKept: LINES_KEPT[0],
  theme: 'system',
  hasSingleKeys: true,
  spokenLines: 'all',
};

/** All panes together hold no more lines than one may. */
const MOST_LINES = LINES_KEPT.at(-1) ?? 1_000_000;

/** How many lines each of so many panes keeps: what is chosen, or its part of what a page can hold. */
export function linesKeptEach(linesKept: number, panes: number): number {
  return Math.min(linesKept, Math.floor(MOST_LINES / Math.max(1, panes)));
}

const ROOM_OF_COMFORT_PX = 6;

/** Height of a row of one text line: whole pixels, so that no row begins between two of them. */
export function rowHeightPx({ density, fontSizePx }: Pick<Settings, 'density' | 'fontSizePx'>): number {
  return Math.round((fontSizePx * 5) / 3) + (density === 'comfortable' ? ROOM_OF_COMFORT_PX : 0);
}

/** Makes the settings of version `index + 1` out of those of version `index`. */
export type Migration = (saved: JsonObject) => JsonObject;

/** Before version 1 nothing was remembered. */
const MIGRATIONS: readonly Migration[] = [(saved) => saved];

export interface SettingsFormat {
  readonly isTimeZone: (zone: string) => boolean;
  readonly migrations?: readonly Migration[];
}

export function writeSettings(settings: Settings, { migrations = MIGRATIONS }: SettingsFormat): string {
  return JSON.stringify({ version: migrations.length, ...settings });
}

/** Reads what was written, by this version, an older or a newer one. What cannot be used is at its default, field by field. */
export function readSettings(text: string, { isTimeZone, migrations = MIGRATIONS }: SettingsFormat): Settings {
  const saved = migrate(parse(text), migrations);
  const field = <Value>(
    name: keyof Settings,
    read: (value: JsonValue) => Value | undefined,
    fallback: Value,
  ): Value => {
    const value = ownValue(saved, name);
    return (value === undefined ? undefined : read(value)) ?? fallback;
  };
  const initial = DEFAULT_SETTINGS;
  const boolean = (value: JsonValue): boolean | undefined => (typeof value === 'boolean' ? value : undefined);
  return {
    timeZone: field(
      'timeZone',
      (value) => (typeof value === 'string' && isTimeZone(value) ? value : undefined),
      initial.timeZone,
    ),
    timeMode: field('timeMode', oneOf(TIME_MODES), initial.timeMode),
    isWrapped: field('isWrapped', boolean, initial.isWrapped),
    density: field('density', oneOf(DENSITIES), initial.density),
    fontSizePx: field<number>('fontSizePx', oneOf(FONT_SIZES_PX), initial.fontSizePx),
    showsAnsi: field('showsAnsi', boolean, initial.showsAnsi),
    showsJsonInline: field('showsJsonInline', boolean, initial.showsJsonInline),
    foldsRepeats: field('foldsRepeats', boolean, initial.foldsRepeats),
    showsVolume: field('showsVolume', boolean, initial.showsVolume),
    columns: field('columns', readColumns, initial.columns),
    detailsWidthPx: field(
      'detailsWidthPx',
      (value) => (typeof value === 'number' && value >= DETAILS_WIDTH_PX.min ? value : undefined),
      initial.detailsWidthPx,
    ),
    linesKept: field<number>('linesKept', oneOf(LINES_KEPT), initial.linesKept),
    theme: field('theme', oneOf(THEMES), initial.theme),
    hasSingleKeys: field('hasSingleKeys', boolean, initial.hasSingleKeys),
    spokenLines: field('spokenLines', oneOf(SPOKEN_LINES), initial.spokenLines),
  };
}

/** The columns that can be used, each path once. */
export function usableColumns(columns: readonly Column[]): readonly Column[] {
  const used = new Map<string, Column>();
  for (const { path, widthCh } of columns) {
    const isUsable = path !== '' && path.length <= MAX_COLUMN_PATH && Number.isFinite(widthCh);
    if (!isUsable || used.has(path) || used.size === MAX_COLUMNS) continue;
    used.set(path, { path, widthCh: boundedWidth(widthCh) });
  }
  return [...used.values()];
}

export function boundedWidth(widthCh: number): number {
  return Math.max(COLUMN_WIDTH_CH.min, Math.min(COLUMN_WIDTH_CH.max, Math.round(widthCh)));
}

function readColumns(value: JsonValue): readonly Column[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items: readonly JsonValue[] = value;
  return usableColumns(
    items.filter(isJsonObject).flatMap((item) => {
      const path = ownValue(item, 'path');
      const widthCh = ownValue(item, 'widthCh');
      return typeof path === 'string' && typeof widthCh === 'number' ? [{ path, widthCh }] : [];
    }),
  );
}

function oneOf<Value extends JsonValue>(values: readonly Value[]): (value: JsonValue) => Value | undefined {
  return (value) => values.find((one) => one === value);
}

function parse(text: string): JsonObject {
  try {
    const saved: JsonValue = JSON.parse(text);
    return isJsonObject(saved) ? saved : {};
  } catch {
    return {};
  }
}

function migrate(saved: JsonObject, migrations: readonly Migration[]): JsonObject {
  const version = ownValue(saved, 'version');
  const first = typeof version === 'number' && Number.isInteger(version) && version >= 0 ? version : 0;
  return migrations.slice(first).reduce((older, step) => step(older), saved);
}
