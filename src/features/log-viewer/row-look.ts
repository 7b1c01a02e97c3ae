import { useMemo, type CSSProperties } from 'react';
import { rowHeightPx, useSettings, type Column, type Settings, type TimeMode } from '../../stores/index.ts';
import { useIsNarrow } from '../../ui/use-is-narrow.ts';

/** A column with what all its cells share. */
export interface LookColumn {
  readonly path: string;
  readonly style: CSSProperties;
}

/** How every row is drawn: one object for all of them, which stays the same until a setting changes. */
export interface RowLook {
  readonly timeZone: string;
  readonly timeMode: TimeMode;
  readonly isWrapped: boolean;
  readonly isNarrow: boolean;
  readonly showsAnsi: boolean;
  readonly showsJsonInline: boolean;
  readonly columns: readonly LookColumn[];
}

/** Columns never take more of the list than this, however wide they were made: the message needs the rest. */
const COLUMNS_SHARE = '40cqw';

export function useRowLook(): RowLook {
  const settings = useSettings((settings) => settings);
  const isNarrow = useIsNarrow();
  return useMemo(() => rowLook(settings, isNarrow), [settings, isNarrow]);
}

export function rowLook(settings: Settings, isNarrow: boolean): RowLook {
  const { timeZone, timeMode, isWrapped, showsAnsi, showsJsonInline, columns } = settings;
  return {
    timeZone,
    timeMode,
    isWrapped,
    isNarrow,
    showsAnsi,
    showsJsonInline,
    columns: columns.map((column) => ({ path: column.path, style: { width: columnWidth(column, columns) } })),
  };
}

/** Its own width, or its part of what all columns may have. */
export function columnWidth({ widthCh }: Column, columns: readonly Column[]): string {
  const share = widthCh / totalCh(columns);
  return `min(${widthCh}ch, calc(${COLUMNS_SHARE} * ${share.toFixed(5)}))`;
}

/** What the rows and the head above them take from around them. */
export type RowMeasures = CSSProperties & Readonly<Record<`--row-${string}`, string>>;

export function useRowMeasures(): RowMeasures {
  const columns = useSettings((settings) => settings.columns);
  const fontSizePx = useSettings((settings) => settings.fontSizePx);
  const heightPx = useSettings(rowHeightPx);
  return useMemo(
    () => ({
      '--row-font-size': `${fontSizePx}px`,
      '--row-height': `${heightPx}px`,
      // A space stands behind each column.
      '--row-columns':
        columns.length === 0 ? '0ch' : `${columns.length}ch + min(${totalCh(columns)}ch, ${COLUMNS_SHARE})`,
    }),
    [columns, fontSizePx, heightPx],
  );
}

function totalCh(columns: readonly Column[]): number {
  return columns.reduce((sum, { widthCh }) => sum + widthCh, 0);
}
