import { useEffect, useState, useSyncExternalStore, type RefObject } from 'react';
import { useCommands, useLogs, useLogStore, type SeqRange } from '../../stores/index.ts';
import { ListGeometry, type ListElements } from './list-geometry.ts';
import { PlaceKeeper } from './place-keeper.ts';

/** A finger that rests moves as well. */
const SLOP_PX = 10;

export interface ListRefs {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly canvas: RefObject<HTMLDivElement | null>;
  readonly rows: RefObject<HTMLDivElement | null>;
}

/** Makes the keeper of a list's place, and draws the list again when it asks for that. */
export function usePlaceKeeper({ scroller, canvas, rows }: ListRefs): PlaceKeeper {
  const [keeper] = useState(() => {
    const elements = (): ListElements => ({ scroller: scroller.current, canvas: canvas.current, rows: rows.current });
    return new PlaceKeeper(new ListGeometry(elements));
  });
  useSyncExternalStore(keeper.redraws.subscribe, keeper.redraws.version);
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
      if (event.deltaY > 0 && !keeper.geometry.canScrollDown()) commands.follow();
      if (event.deltaY >= 0) return;
      if (keeper.geometry.isNearStart()) commands.loadOlder();
      if (!keeper.geometry.canScrollUp()) return;
      keeper.keep();
      commands.letGo();
    };
    /** Not where two fingers zoom. */
    let touchedAt = NaN;
    const onTouch = ({ type, touches }: TouchEvent): void => {
      const y = touches[0]?.clientY ?? NaN;
      if (type === 'touchstart') touchedAt = touches.length === 1 ? y : NaN;
      else if (touchedAt - y > SLOP_PX && !keeper.geometry.canScrollDown()) commands.follow();
    };
    const onScroll = (): void => {
      const move = keeper.scrolled();
      if (move === 'to the end') commands.follow();
      else if (move === 'up') {
        commands.letGo();
        if (keeper.geometry.isNearStart()) commands.loadOlder();
      }
    };
    // A shorter or narrower pane, or what comes above it, must not move what is read, or push the newest line out of it.
    const observer = new ResizeObserver(() => keeper.resized());
    observer.observe(element);
    const stopped = new AbortController();
    const how = { passive: true, signal: stopped.signal };
    element.addEventListener('wheel', onWheel, how);
    element.addEventListener('touchstart', onTouch, how);
    element.addEventListener('touchmove', onTouch, how);
    element.addEventListener('scroll', onScroll, how);
    return () => {
      observer.disconnect();
      stopped.abort();
    };
  }, [commands, keeper, scroller]);
}

/** Says which rows are in view to whoever asks. */
export function useRowsInView({ geometry }: PlaceKeeper): void {
  const logStore = useLogStore();
  const view = useLogs((state) => state.view);
  useEffect(() => {
    const inView = (): SeqRange | undefined => {
      const first = view.seqAt(geometry.firstInView());
      const last = view.seqAt(Math.min(view.length - 1, geometry.lastInView()));
      return first === undefined || last === undefined ? undefined : { first, last };
    };
    logStore.setState({ inView });
    return () => logStore.setState({ inView: undefined });
  }, [logStore, geometry, view]);
}
