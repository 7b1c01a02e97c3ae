import { Bookmark, Pin } from 'lucide';
import type { JSX } from 'react';
import type { LogRecord } from '../../protocol/index.ts';
import { isBookmarked, isSameLine, keptRecord, useBookmarks, useCommands, useStream } from '../../stores/index.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { CopyButton } from './copy-button.tsx';
import { indentedJson } from './json-pieces.ts';
import styles from './line-actions.module.css';
import { jsonOfLine } from './line-json.tsx';

/** What can be done with a line as a whole. */
export function LineActions({ record }: { readonly record: LogRecord }): JSX.Element {
  const commands = useCommands();
  const seq = useStream((state) => state.opened?.seq);
  const isMarked = useBookmarks(({ bookmarks }) => isBookmarked(bookmarks, { id: record.id, seq }));
  const isPinned = useBookmarks(({ pinned }) => pinned !== undefined && isSameLine(pinned, { id: record.id, seq }));
  return (
    <div role="group" aria-label="Line actions" className={styles['lineActions']}>
      {record.id !== '' && <CopyButton label="Copy link" copy={() => commands.copy(commands.shareLink())} />}
      <CopyButton label="Copy line" copy={() => commands.copyOpenedLine()} />
      <CopyButton label="Copy as JSON" copy={async () => commands.copy(await indentedJson(jsonOfLine(record)))} />
      <Button
        aria-label="Bookmark"
        title="Bookmark: keeps a copy of the line while the page is open"
        aria-pressed={isMarked}
        className={styles['toggle']}
        onClick={() => commands.toggleBookmark(keptRecord(record, seq))}
      >
        <Icon shape={Bookmark} size={14} fill={isMarked ? 'currentColor' : 'none'} />
      </Button>
      <Button
        aria-label="Pin"
        title="Pin: keeps the line in view and counts delta times from it"
        aria-pressed={isPinned}
        className={styles['toggle']}
        onClick={() => commands.pin(isPinned ? undefined : keptRecord(record, seq))}
      >
        <Icon shape={Pin} size={14} fill={isPinned ? 'currentColor' : 'none'} />
      </Button>
    </div>
  );
}
