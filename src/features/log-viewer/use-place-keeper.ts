import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore, type RefObject } from 'react';
import { useCommands } from '../../stores/index.ts';
import { PlaceKeeper } from './place-keeper.ts';

export interface ListRefs {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly canvas: RefObject<HTMLDivElement | null>;
  readonly rows: RefObject<HTMLDivElement | null>;
}

/** Makes the keeper of a list's place, and draws the list again when it asks for that. */
export function usePlaceKeeper({ scroller, canvas, rows }: ListRefs): PlaceKeeper {
  const [keeper] = useState(
    () => new PlaceKeeper(() => ({ scroller: scroller.current, canvas: canvas.current, rows: rows.current })),
  );
  useSyncExternalStore(keeper.subscribe, keeper.version);
  return keeper;
}

/** Lets go at the first move upward, follows again at the end, and loads older lines where the first one comes near. */
export function useReaderMoves(scroller: RefObject<HTMLElement | null>, keeper: PlaceKeeper): void {
  const commands = useCommands();
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const onWheel = (event: WheelEvent): void => {
      if (event.ctrlKey) return;
      // Where there is no room below, no scroll tells of it.
      if (event.deltaY > 0 && !keeper.canScrollDown()) commands.follow();
      if (event.deltaY >= 0) return;
      if (keeper.isNearStart()) commands.loadOlder();
      if (!keeper.canScrollUp()) return;
      keeper.keep();
      commands.letGo();
    };
    const onScroll = (): void => {
      const move = keeper.scrolled();
      if (move === 'to the end') commands.follow();
      else if (move === 'up') {
        commands.letGo();
        if (keeper.isNearStart()) commands.loadOlder();
      }
    };
    // A shorter or narrower pane must not push the newest line, or what is read, out of it.
    const observer = new ResizeObserver(() => keeper.resized());
    observer.observe(element);
    element.addEventListener('wheel', onWheel, { passive: true });
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('wheel', onWheel);
      element.removeEventListener('scroll', onScroll);
    };
  }, [commands, keeper, scroller]);
}

/** What comes or goes above the list takes nothing from under the reader's eye. */
export function useStillUnder(
  scroller: RefObject<HTMLElement | null>,
  keeper: PlaceKeeper,
  isFollowing: boolean,
  /** Names what stands above the list. */
  above: string,
): void {
  const top = useRef<{ readonly above: string; readonly px: number }>(undefined);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const before = top.current;
    top.current = { above, px: element.getBoundingClientRect().top };
    if (before === undefined || before.above === above || isFollowing) return;
    keeper.scrollBy(top.current.px - before.px);
  }, [scroller, keeper, isFollowing, above]);
}
