import { useEffect, useEffectEvent, type RefObject } from 'react';
import { useCommands, useLogs, usePaneId, usePanes, usePaneStore } from '../../stores/index.ts';
import type { ListGeometry } from './list-geometry.ts';
import type { PlaceKeeper } from './place-keeper.ts';
import { pointOf, timeAt } from './time-place.ts';

interface InStepProps {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly keeper: PlaceKeeper;
}

/**
 * Keeps this list at the time that the leading pane is read at. The pane that a person scrolls or works in leads; what the
 * others do because of it moves nobody. The middle of the lists is what is compared.
 */
export function InStep({ scroller, keeper }: InStepProps): null {
  const paneId = usePaneId();
  const store = usePaneStore();
  const commands = useCommands();
  const view = useLogs((state) => state.view);
  const isFollowing = useLogs((state) => state.isFollowing);
  const leads = usePanes((state) => state.leaderId === paneId);
  const step = usePanes((state) => state.step);
  const middle = (): number => (scroller.current?.clientHeight ?? 0) / 2;

  const tell = useEffectEvent((follows = isFollowing): void => {
    const { leaderId, step: before } = store.getState();
    if (leaderId !== paneId) return;
    const time = follows ? undefined : timeAt(view, pointAt(keeper.geometry, middle()));
    const isTold = before?.by === paneId && before.time === time;
    if (!isTold && (follows || time !== undefined)) store.setState({ step: { by: paneId, time } });
  });
  const lead = useEffectEvent((): void => {
    if (store.getState().leaderId !== paneId) store.setState({ leaderId: paneId });
  });
  useEffect(() => {
    const element = scroller.current;
    const pane = element?.closest('[data-pane]');
    if (element === null || pane === null || pane === undefined) return undefined;
    const onScroll = (): void => tell();
    const onPerson = (): void => lead();
    element.addEventListener('scroll', onScroll, { passive: true });
    const signs = ['wheel', 'pointerdown', 'keydown', 'touchstart', 'focusin'] as const;
    for (const sign of signs) pane.addEventListener(sign, onPerson, { passive: true, capture: true });
    return () => {
      element.removeEventListener('scroll', onScroll);
      for (const sign of signs) pane.removeEventListener(sign, onPerson, { capture: true });
    };
  }, [scroller]);

  // Follows, or lets go: the others do the same.
  useEffect(() => {
    if (leads) tell(isFollowing);
  }, [leads, isFollowing]);

  const goTo = useEffectEvent((time: number | undefined): void => {
    if (time === undefined) return commands.follow();
    if (view.length === 0) return undefined;
    commands.letGo();
    const point = pointOf(view, time);
    const index = Math.min(view.length - 1, Math.floor(point));
    keeper.bring(index, point - index, middle());
    return undefined;
  });
  useEffect(() => {
    if (step !== undefined && step.by !== paneId) goTo(step.time);
  }, [step, paneId]);
  return null;
}

/** The point of the list that is so many pixels below the top of what is in view: a row's index and a share of its height. */
function pointAt(geometry: ListGeometry, offset: number): number {
  const index = geometry.indexAt(offset);
  const start = geometry.startOf(index);
  if (start === undefined) return index;
  const share = (geometry.top + offset - start) / Math.max(1, geometry.sizeOf(index));
  return index + Math.max(0, Math.min(1, share));
}
