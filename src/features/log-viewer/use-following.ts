import type { Virtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, type RefObject } from 'react';
import { useCommands, useLogs } from '../../stores/index.ts';

const END_TOLERANCE = 8;

/** Lets go of the newest line at the first move upward, and takes it up again at the end or when asked to. */
export function useFollowing(
  scroller: RefObject<HTMLDivElement | null>,
  virtualizer: Virtualizer<HTMLDivElement, HTMLDivElement>,
): void {
  const isFollowing = useLogs((state) => state.isFollowing);
  const commands = useCommands();

  useLayoutEffect(() => {
    if (isFollowing) virtualizer.scrollToEnd();
  }, [isFollowing, virtualizer]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    let lastTop = element.scrollTop;
    let lastHeight = element.scrollHeight;
    const distanceToEnd = (): number => element.scrollHeight - element.scrollTop - element.clientHeight;
    const canScroll = (): boolean => element.scrollHeight > element.clientHeight + END_TOLERANCE;
    const onWheel = (event: WheelEvent): void => {
      if (event.deltaY < 0 && canScroll() && element.scrollTop > 0) commands.letGo();
    };
    const onScroll = (): void => {
      const distance = distanceToEnd();
      const movedUp = element.scrollTop < lastTop - 1;
      const movedDown = element.scrollTop > lastTop + 1;
      const shrank = element.scrollHeight < lastHeight;
      lastTop = element.scrollTop;
      lastHeight = element.scrollHeight;
      // A list that became shorter moves its end by itself: that is nobody letting go.
      if (movedUp && !shrank && distance > END_TOLERANCE) commands.letGo();
      else if (movedDown && distance <= END_TOLERANCE) commands.follow();
    };
    element.addEventListener('wheel', onWheel, { passive: true });
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      element.removeEventListener('wheel', onWheel);
      element.removeEventListener('scroll', onScroll);
    };
  }, [commands, scroller]);

  // A shorter or narrower pane must not push the newest line out of it.
  useEffect(() => {
    const element = scroller.current;
    if (element === null || !isFollowing) return undefined;
    const observer = new ResizeObserver(() => virtualizer.scrollToEnd());
    observer.observe(element);
    return () => observer.disconnect();
  }, [isFollowing, scroller, virtualizer]);
}
