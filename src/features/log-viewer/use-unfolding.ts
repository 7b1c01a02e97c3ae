import { useCallback, useState, type RefObject } from 'react';
import { useCommands, useLogs } from '../../stores/index.ts';
import { isFoldable } from './drawn-row.ts';
import { isExpanded, NONE_EXPANDED, toggled, type ExpandedLines } from './expanded-lines.ts';
import type { PlaceKeeper } from './place-keeper.ts';
import type { RowLook } from './row-look.ts';

interface Unfolding {
  /** The lines that are unfolded. */
  readonly expanded: ExpandedLines;
  /** Whether any line ever was. */
  readonly hasUnfolded: boolean;
  /** Unfolds a line or folds it again. */
  readonly toggle: (seq: number) => void;
  /** Folds the repeats of a line, or shows each of them. */
  readonly foldRepeats: (seq: number, isFolded: boolean) => void;
}

/** Unfolds and folds what rows show in short, and moves nothing that stands above. */
export function useUnfolding(scroller: RefObject<HTMLElement | null>, place: PlaceKeeper, look: RowLook): Unfolding {
  const view = useLogs((state) => state.view);
  const buffer = useLogs((state) => state.buffer);
  const revealed = useLogs((state) => state.revealed);
  const commands = useCommands();
  const [expanded, setExpanded] = useState(NONE_EXPANDED);
  const [hasUnfolded, setHasUnfolded] = useState(false);

  const [revealedBefore, setRevealedBefore] = useState(revealed);
  if (revealed !== revealedBefore) {
    setRevealedBefore(revealed);
    const entry = revealed?.unfolds === true ? view.entryAt(view.indexOf(buffer.currentSeq(revealed.seq))) : undefined;
    if (entry?.kind === 'line' && isFoldable(entry, look) && !isExpanded(expanded, entry)) {
      setHasUnfolded(true);
      setExpanded(toggled(expanded, entry));
    }
  }

  const toggle = useCallback(
    (seq: number): void => {
      const index = view.indexOf(seq);
      const entry = view.entryAt(index);
      if (entry?.kind !== 'line' || !isFoldable(entry, look)) return;
      // What is above the line stays where it is, the line's own top included.
      commands.letGo();
      place.keepRow(index);
      setHasUnfolded(true);
      setExpanded((before) => toggled(before, entry));
      scroller.current?.focus({ preventScroll: true });
    },
    [commands, look, place, scroller, view],
  );
  const foldRepeats = useCallback(
    (seq: number, isFolded: boolean): void => {
      commands.letGo();
      commands.foldRepeats(seq, isFolded);
      // What is above their first row stays where it is, that row included.
      place.keepRow(view.indexOf(seq));
      scroller.current?.focus({ preventScroll: true });
    },
    [commands, place, scroller, view],
  );
  return { expanded, hasUnfolded, toggle, foldRepeats };
}
