import { useEffect, useLayoutEffect, useReducer, useState, type RefObject } from 'react';
import { useCommands } from '../../stores/index.ts';
import { PlaceKeeper, type ShownList } from './place-keeper.ts';

/** Sizes are kept for lines that are long gone too: beyond this many all are measured anew. */
const MAX_SIZES = 200_000;

/** Makes the keeper of a list's place. `useHeldPlace` tells it of every change. */
export function usePlaceKeeper(scroller: RefObject<HTMLElement | null>): PlaceKeeper {
  const [, drawAgain] = useReducer((count: number) => count + 1, 0);
  const [keeper] = useState(() => new PlaceKeeper(() => scroller.current, drawAgain));
  return keeper;
}

/** Holds the place through every change of the list, lets go at the first move upward, and follows again at the end. */
export function useHeldPlace(scroller: RefObject<HTMLElement | null>, keeper: PlaceKeeper, list: ShownList): void {
  const commands = useCommands();

  useLayoutEffect(() => {
    keeper.hold(list);
    if (list.virtualizer.itemSizeCache.size > MAX_SIZES) list.virtualizer.measure();
  });

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const onWheel = (event: WheelEvent): void => {
      if (event.deltaY >= 0 || event.ctrlKey || !keeper.canScrollUp()) return;
      keeper.keep();
      commands.letGo();
    };
    const onScroll = (): void => {
      const move = keeper.scrolled();
      if (move === 'up') commands.letGo();
      else if (move === 'to the end') commands.follow();
    };
    // A shorter or narrower pane must not push the newest line, or what is read, out of it.
    const observer = new ResizeObserver(() => keeper.hold());
    observer.observe(element);
    element.addEventListener('wheel', onWheel, { passive: true });
    // Before the library's own listener, which draws at once.
    element.addEventListener('scroll', onScroll, { passive: true, capture: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('wheel', onWheel);
      element.removeEventListener('scroll', onScroll, { capture: true });
    };
  }, [commands, keeper, scroller]);
}
