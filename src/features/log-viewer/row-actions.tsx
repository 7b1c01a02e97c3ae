import { Bookmark, Check, Copy, ListFilter, Link, Pin } from 'lucide';
import { useEffect, useRef, useState, type JSX, type ReactNode } from 'react';
import {
  isBookmarked,
  isSameLine,
  useBookmarks,
  useCommands,
  useSelectionStore,
  useSettings,
  type LogLine,
} from '../../stores/index.ts';
import { Icon } from '../../ui/icon.tsx';
import styles from './row-actions.module.css';
import { ValueActions } from './value-actions.tsx';
import { openValues } from './value-menu-door.ts';

const SAID_FOR_MS = 2_000;

interface RowActionsProps {
  readonly line: LogLine;
  /** Says what was done where the focus is. */
  readonly onSpeak: (text: string) => void;
}

/** What can be done with the line under the pointer, at the end of its row: there is one of these, whatever the number of rows. */
export function RowActions({ line, onSpeak }: RowActionsProps): JSX.Element {
  const commands = useCommands();
  const isMarked = useBookmarks(({ bookmarks }) => isBookmarked(bookmarks, line));
  const isPinned = useBookmarks(({ pinned }) => pinned !== undefined && isSameLine(pinned, line));
  const list = useSelectionStore();
  const columns = useSettings((settings) => settings.columns).map(({ path }) => path);
  const group = useRef<HTMLDivElement>(null);
  const [copied, setCopied] = useState<'line' | 'link'>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const say = (what: 'line' | 'link', isCopied: boolean, text: string): void => {
    onSpeak(text);
    setCopied(isCopied ? what : undefined);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setCopied(undefined), SAID_FOR_MS);
  };
  const mark = (): void => {
    commands.toggleBookmark(line);
    onSpeak(isMarked ? 'Bookmark removed.' : 'Bookmarked.');
  };
  const pin = (): void => {
    commands.pin(isPinned ? undefined : line);
    onSpeak(isPinned ? 'Unpinned.' : 'Pinned.');
  };
  const chooseValue = (): void => {
    const place = group.current?.getBoundingClientRect();
    if (place !== undefined) openValues(list, { line, place, speak: onSpeak });
  };
  const copyLine = async (): Promise<void> => {
    const { isCopied, text } = await commands.copyLine(line);
    say('line', isCopied, text);
  };
  const copyLink = async (): Promise<void> => {
    const isCopied = await commands.copy(commands.shareLink(line.id));
    say('link', isCopied, isCopied ? 'Link copied.' : 'Nothing was copied: the browser refused.');
  };
  return (
    <>
      <ValueActions line={line} columns={columns} onSpeak={onSpeak} />
      <div ref={group} role="group" aria-label="Line actions" data-row-actions className={styles['actions']}>
        <Action name="Filter by a value" keys="f" onClick={chooseValue}>
          <Icon shape={ListFilter} size={14} />
        </Action>
        <Action name="Bookmark line" keys="b" isOn={isMarked} onClick={mark}>
          <Icon shape={Bookmark} size={14} fill={isMarked ? 'currentColor' : 'none'} />
        </Action>
        <Action name="Pin line" keys="p" isOn={isPinned} onClick={pin}>
          <Icon shape={Pin} size={14} fill={isPinned ? 'currentColor' : 'none'} />
        </Action>
        <Action name="Copy line" keys="Ctrl+C" onClick={() => void copyLine()}>
          {copied === 'line' ? <Icon shape={Check} size={14} /> : <Icon shape={Copy} size={14} />}
        </Action>
        {line.id !== '' && (
          <Action name="Copy link to line" keys="l" onClick={() => void copyLink()}>
            {copied === 'link' ? <Icon shape={Check} size={14} /> : <Icon shape={Link} size={14} />}
          </Action>
        )}
      </div>
    </>
  );
}

interface ActionProps {
  readonly name: string;
  /** What does the same from the keyboard, on the line that was moved to. */
  readonly keys: string;
  readonly isOn?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function Action({ name, keys, isOn, onClick, children }: ActionProps): JSX.Element {
  return (
    <button
      type="button"
      // Rows come and go under the focus, so that it stays where it is: there the keys do the same.
      tabIndex={-1}
      onMouseDown={(event) => event.preventDefault()}
      aria-label={name}
      aria-pressed={isOn}
      title={`${name} (${keys})`}
      className={styles['action']}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
