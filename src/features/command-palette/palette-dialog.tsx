import { useEffect, useMemo, useRef, useState, type JSX } from 'react';
import { useSettings } from '../../stores/index.ts';
import { isSingleKey, keyCaps, SHORTCUTS } from '../../stores/shortcuts.ts';
import { CommandLayer } from '../../ui/command-layer.tsx';
import { KeyCaps } from '../../ui/key-caps.tsx';
import { isMac } from '../../ui/platform.ts';
import type { PopupProps } from '../../ui/popup.ts';
import { Autocomplete } from '../../ui/primitives.ts';
import { visibleLine } from '../../ui/visible-text.ts';
import { findCommands, RecentCommands } from './find-commands.ts';
import type { PaletteCommand } from './palette-command.ts';
import styles from './palette-dialog.module.css';

const recent = new RecentCommands();

interface PaletteDialogProps extends PopupProps {
  readonly commands: () => Promise<readonly PaletteCommand[]>;
}

/** A field and what it finds. What is chosen is done once the palette has gone, so that it may open something of its own. */
export function PaletteDialog({ commands, ...popup }: PaletteDialogProps): JSX.Element {
  const chosen = useRef<PaletteCommand>(undefined);
  const choose = (command: PaletteCommand): void => {
    if (command.whyNot !== undefined) return;
    chosen.current = command;
    recent.note(command.id);
    popup.onOpenChange(false);
  };
  return (
    <CommandLayer
      title="Commands"
      {...popup}
      onClosed={() => {
        if (chosen.current === undefined) return;
        // What it opens gives the focus back to where it was before.
        popup.returnFocus()?.focus({ preventScroll: true });
        chosen.current.run();
        chosen.current = undefined;
      }}
    >
      <Palette commands={commands} onChoose={choose} onClose={() => popup.onOpenChange(false)} />
    </CommandLayer>
  );
}

interface PaletteProps {
  readonly commands: PaletteDialogProps['commands'];
  readonly onChoose: (command: PaletteCommand) => void;
  readonly onClose: () => void;
}

function Palette({ commands, onChoose, onClose }: PaletteProps): JSX.Element {
  const [all, setAll] = useState<readonly PaletteCommand[]>();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState('');
  useEffect(() => {
    const offer = async (): Promise<void> => {
      try {
        setAll(await commands());
      } catch {
        setProblem('The server did not send what the commands take. Close this, and try again.');
      }
    };
    void offer();
  }, [commands]);
  const groups = useMemo(() => findCommands(all ?? [], text, recent.ids), [all, text]);
  const count = groups.reduce((sum, { items }) => sum + items.length, 0);
  const isEmpty = all !== undefined && count === 0;
  return (
    <Autocomplete.Root
      items={groups}
      filteredItems={groups}
      inline
      open
      autoHighlight="always"
      keepHighlight
      value={text}
      onValueChange={(value, { reason }) => {
        // What is chosen is done, not typed.
        if (reason !== 'item-press') setText(value);
      }}
      itemToStringValue={({ name }: PaletteCommand) => name}
    >
      <Autocomplete.Input
        aria-label="Find a command"
        placeholder="Find a command"
        className={styles['field']}
        onKeyDown={(event) => {
          if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          onClose();
        }}
      />
      <Autocomplete.List className={styles['list']} aria-label="Commands">
        {(group: (typeof groups)[number]) => (
          <Autocomplete.Group key={group.name} items={group.items} className={styles['group']}>
            <Autocomplete.GroupLabel className={styles['groupName']}>{group.name}</Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(command: PaletteCommand) => (
                <Autocomplete.Item
                  key={command.id}
                  value={command}
                  aria-disabled={command.whyNot !== undefined}
                  className={styles['command']}
                  onClick={() => onChoose(command)}
                >
                  <CommandRow command={command} />
                </Autocomplete.Item>
              )}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
      <p role="status" className={problem !== '' || isEmpty ? styles['nothing'] : 'visually-hidden'}>
        {problem !== '' ? problem : isEmpty ? 'Nothing is called so. Try another word.' : `${count} commands`}
      </p>
    </Autocomplete.Root>
  );
}

function CommandRow({ command }: { readonly command: PaletteCommand }): JSX.Element {
  const { name, shortcut, key, whyNot } = command;
  const hasSingleKeys = useSettings((settings) => settings.hasSingleKeys);
  const keys: readonly string[] = shortcut === undefined ? [] : key === undefined ? SHORTCUTS[shortcut].keys : [key];
  const shown = keys.find((one) => hasSingleKeys || !isSingleKey(one));
  return (
    <>
      <span className={styles['name']}>{visibleLine(name)}</span>
      {whyNot !== undefined && <span className={styles['whyNot']}>{whyNot}</span>}
      {shown !== undefined && whyNot === undefined && <KeyCaps caps={keyCaps(shown, isMac())} />}
    </>
  );
}
