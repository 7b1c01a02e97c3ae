import { X } from 'lucide';
import type { JSX } from 'react';
import { useCommands, useFind } from '../../stores/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { visibleLine } from '../../ui/visible-text.ts';
import styles from './find-tools.module.css';
import { textOfMatches } from './matches-text.ts';

/** The finds that stay marked, each in its colour, with its count. */
export function Highlights(): JSX.Element {
  const commands = useCommands();
  const highlights = useFind((state) => state.highlights);
  return (
    <ul aria-label="Highlights" className={styles['highlights']}>
      {highlights.map((highlight) => {
        const { colour, query } = highlight;
        const text = visibleLine(query.text);
        const matches = textOfMatches(highlight);
        return (
          <li key={colour} className={styles['highlight']}>
            <button
              type="button"
              className={styles['chip']}
              aria-label={`Highlight ${text}, ${matches}`}
              title={`Next match of “${text}”, with Shift the previous one`}
              onClick={(event) => commands.find({ kind: 'step_highlight', colour, step: event.shiftKey ? -1 : 1 })}
            >
              <span className={styles['swatch']} style={{ backgroundColor: `var(--mark-${colour})` }}>
                {query.isRegex ? `/${text}/` : text}
              </span>
              <span className={styles['count']}>{matches}</span>
            </button>
            <button
              type="button"
              className={styles['remove']}
              aria-label={`Remove highlight ${text}`}
              title="Remove this highlight"
              onClick={() => commands.find({ kind: 'remove', colour })}
            >
              <Icon shape={X} size={13} />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
