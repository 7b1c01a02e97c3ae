import type { JSX } from 'react';
import { useSettings, useStream } from '../../stores/index.ts';
import { loadWhenUsed } from '../../ui/later-part.ts';
import { PopupButton } from '../../ui/popup-button.tsx';
import styles from './query-bar.module.css';
import { rangeInWords } from './range-in-words.ts';

const fieldsPopup = loadWhenUsed(async () => (await import('./fields-popup.tsx')).FieldsPopup);
const timeRangePopup = loadWhenUsed(async () => (await import('./time-range-popup.tsx')).TimeRangePopup);

/** The ways to the values that any field has in the lines that are held, and to a stretch of time that is over. */
export function Facets(): JSX.Element {
  const stretch = useStream((state) => state.stretch);
  const zone = useSettings((settings) => settings.timeZone);
  const range = stretch && rangeInWords(stretch, zone);
  return (
    <>
      <PopupButton popup={fieldsPopup} className={styles['facet']}>
        Fields
      </PopupButton>
      <PopupButton
        popup={timeRangePopup}
        className={styles['facet']}
        aria-label={`Time range${range === undefined ? '' : `: ${range}`}`}
      >
        {range ?? 'Time'}
      </PopupButton>
    </>
  );
}
