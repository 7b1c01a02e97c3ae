import type { JSX } from 'react';
import type { LogRecord } from '../../protocol/index.ts';
import { isBookmarked, isSameLine, keptRecord, useBookmarks, useCommands, useStream } from '../../stores/index.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from './copy-button.tsx';
import { indentedJson } from './json-pieces.ts';
import styles from './line-details.module.css';
import { jsonOfLine } from './line-json.tsx';

/** What can be taken away of a line as a whole. */
export function LineActions({ record }: { readonly record: LogRecord }): JSX.Element {
  const commands = useCommands();
  const seq = useStream((state) => state.opened?.seq);
  const isMarked = useBookmarks(({ bookmarks }) => isBookmarked(bookmarks, { id: record.id, seq }));
  const isPinned = useBookmarks(({ pinned }) => pinned !== undefined && isSameLine(pinned, { id: record.id, seq }));
  return (
    <div className={styles['actions']}>
      <Button aria-pressed={isMarked} onClick={() => commands.toggleBookmark(keptRecord(record, seq))}>
        Bookmark
      </Button>
      <Button
        aria-pressed={isPinned}
        title="Keeps the line in view and counts delta times from it"
        onClick={() => commands.pin(isPinned ? undefined : keptRecord(record, seq))}
      >
        Pin
      </Button>
      <CopyButton label="Copy line" copy={() => commands.copyOpenedLine()} />
      <CopyButton label="Copy as JSON" copy={async () => commands.copy(await indentedJson(jsonOfLine(record)))} />
      {record.id !== '' && <CopyButton label="Copy link" copy={() => commands.copy(commands.shareLink())} />}
    </div>
  );
}
