import type { JSX, RefObject } from 'react';
import { useCommands, useFind, useKeyHint } from '../../stores/index.ts';
import { Button } from '../../ui/button.tsx';
import { loadWhenUsed } from '../../ui/later-part.ts';
import { Later, usePartState } from '../../ui/later.tsx';
import styles from './find.module.css';

const findTools = loadWhenUsed(async () => (await import('./find-tools.tsx')).FindTools);

export function FindButton(): JSX.Element {
  const commands = useCommands();
  const isOpen = useFind((state) => state.isOpen);
  return (
    <Button
      look="quiet"
      className={styles['button']}
      aria-expanded={isOpen}
      {...useKeyHint('find', 'Find in stream')}
      onClick={() => commands.find({ kind: isOpen ? 'close' : 'open' })}
    >
      Find
      <kbd className={styles['key']} aria-hidden>
        /
      </kbd>
    </Button>
  );
}

/** What finds, below the lines: it takes no room before it is asked for. `lines`: the element that the rows are drawn in. */
export function Find({ lines }: { readonly lines: RefObject<HTMLElement | null> }): JSX.Element | null {
  const commands = useCommands();
  const isWanted = useFind((state) => state.isOpen || state.news !== undefined);
  const isLoaded = usePartState(findTools).kind === 'loaded';
  if (!isWanted && !isLoaded) return null;
  return (
    <Later part={findTools} onGiveUp={() => commands.find({ kind: 'close' })}>
      {(FindTools) => <FindTools lines={lines} />}
    </Later>
  );
}
