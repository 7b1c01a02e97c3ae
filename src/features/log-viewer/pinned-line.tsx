import { Pin } from 'lucide';
import type { JSX } from 'react';
import { useCommands, useSettings, type KeptLine } from '../../stores/index.ts';
import { withoutCodes } from '../../ui/ansi-text.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { formatClock } from '../../ui/time-format.ts';
import { cutText, visibleLine } from '../../ui/visible-text.ts';
import styles from './pinned-line.module.css';
import { messageInRow } from './row-message.ts';

/** The line that differences of time are taken to: it stays in view wherever the list is. */
export function PinnedLine({ line }: { readonly line: KeptLine }): JSX.Element {
  const commands = useCommands();
  const timeZone = useSettings((settings) => settings.timeZone);
  const showsJsonInline = useSettings((settings) => settings.showsJsonInline);
  const message = visibleLine(withoutCodes(messageInRow(line.message, showsJsonInline, 300).text));
  return (
    <section aria-label="Pinned line" className={styles['pinned']}>
      <Icon shape={Pin} size={13} className={styles['pin']} />
      <button type="button" className={styles['line']} title="Show this line" onClick={() => commands.showKept(line)}>
        <span className={styles['dim']}>{formatClock(line.time, timeZone)}</span>{' '}
        <strong>{visibleLine(line.level)}</strong>{' '}
        <span className={styles['dim']}>{visibleLine(cutText(line.source, 200).text)}</span> {message}
      </button>
      <Button look="quiet" className={styles['unpin']} onClick={() => commands.pin(undefined)}>
        Unpin
      </Button>
    </section>
  );
}
