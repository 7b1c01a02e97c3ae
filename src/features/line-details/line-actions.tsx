import type { JSX } from 'react';
import type { LogRecord } from '../../protocol/index.ts';
import { useCommands } from '../../stores/index.ts';
import { CopyButton } from './copy-button.tsx';
import { indentedJson } from './json-pieces.ts';
import styles from './line-details.module.css';
import { jsonOfLine } from './line-json.tsx';

/** What can be taken away of a line as a whole. */
export function LineActions({ record }: { readonly record: LogRecord }): JSX.Element {
  const commands = useCommands();
  return (
    <div className={styles['actions']}>
      <CopyButton label="Copy line" copy={() => commands.copyOpenedLine()} />
      <CopyButton label="Copy as JSON" copy={async () => commands.copy(await indentedJson(jsonOfLine(record)))} />
      {record.id !== '' && <CopyButton label="Copy link" copy={() => commands.copy(commands.shareLink())} />}
    </div>
  );
}
