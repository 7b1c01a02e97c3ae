import { useEffectEvent, useLayoutEffect, type RefObject } from 'react';
import { useCommands, useLogs, useSelectionStore, useStream, type Revealed } from '../../stores/index.ts';
import type { PlaceKeeper } from './place-keeper.ts';

/** Brings into view the line that is opened, as soon as the list has it, and the row that its reader is led to. */
export function useRevealing(
  scroller: RefObject<HTMLElement | null>,
  place: PlaceKeeper,
  openedSeq: number | undefined,
): void {
  const view = useLogs((state) => state.view);
  const buffer = useLogs((state) => state.buffer);
  const revealed = useLogs((state) => state.revealed);
  const opened = useStream((state) => state.opened);
  const selectionStore = useSelectionStore();
  const commands = useCommands();

  const openedIndex = openedSeq === undefined ? -1 : view.indexOf(openedSeq);
  const isOpenedHere = openedIndex >= 0;
  const openedKey = opened === undefined ? undefined : opened.id === '' ? opened.seq : opened.id;
  const showOpened = useEffectEvent(() => {
    place.setActive(openedSeq);
    const row = view.rangeAt(openedIndex);
    if (row !== undefined) selectionStore.anchorAt(row);
    commands.letGo();
    // A line must not move under the eye that chose it, but for what its details would hide.
    if (place.isKept(openedIndex)) place.uncover(openedIndex);
    else place.show(openedIndex, 'middle');
  });
  useLayoutEffect(() => {
    if (openedKey !== undefined && isOpenedHere) showOpened();
  }, [openedKey, isOpenedHere]);

  const showRevealed = useEffectEvent(({ seq, keepsFocus, byPx }: Revealed) => {
    if (byPx !== undefined) return void place.scrollBy(byPx);
    const index = view.indexOf(buffer.currentSeq(seq));
    const entry = view.entryAt(index);
    if (entry === undefined) return;
    place.setActive(entry.seq);
    place.show(index, 'middle');
    if (keepsFocus !== true) scroller.current?.focus({ preventScroll: true });
  });
  useLayoutEffect(() => {
    if (revealed !== undefined) showRevealed(revealed);
  }, [revealed]);
}
