import { useEffect, useEffectEvent, useRef, type RefObject } from 'react';
import { useLogStore, type LogBuffer, type LogStore, type LogStoreState } from '../../stores/index.ts';
import { drawVolume, VOLUME_TONES, type VolumeInks } from './draw-volume.ts';
import { shareAt, type TimeRange } from './time-axis.ts';
import type { VolumeScope } from './volume-scope.ts';

/** Narrower charts have narrower bars, so that there are enough of them. */
const NARROW_PX = 600;
const BAR_PX = { narrow: 3, wide: 7 };
const LEAST_FRAME_PX = 6;
/** What changes the colours of the page. */
const COLOUR_QUERIES = ['(prefers-color-scheme: dark)', '(forced-colors: active)', '(prefers-contrast: more)'];
/** Markers have no time of their own to show: so many rows on from one are looked at for a line. */
const MOST_MARKERS = 50;

export interface PlotRefs {
  readonly plot: RefObject<HTMLDivElement | null>;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  /** Marks what the list has in view. */
  readonly frame: RefObject<HTMLDivElement | null>;
  /** Holds an element in each ink: a canvas takes no colours from the style sheet by itself. */
  readonly inks: RefObject<HTMLDivElement | null>;
}

/** Draws the picture whenever there is another one, and moves the frame as the list scrolls: without drawing the page anew. */
export function usePlot(scope: VolumeScope, { plot, canvas, frame, inks }: PlotRefs): void {
  const logStore = useLogStore();
  const known = useRef<{ inks: VolumeInks | undefined; width: number; height: number }>({
    inks: undefined,
    width: 0,
    height: 0,
  });

  const placeFrame = useEffectEvent((): void => {
    if (frame.current !== null) place(frame.current, rangeInView(logStore, scope), known.current.width);
  });

  const draw = useEffectEvent((): void => {
    const { width, height } = known.current;
    if (canvas.current === null || width === 0) return;
    known.current.inks ??= readInks(inks.current);
    drawVolume(canvas.current, scope.picture(), known.current.inks, { width, height, ratio: window.devicePixelRatio });
    placeFrame();
  });

  useEffect(() => {
    const element = plot.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = element;
      Object.assign(known.current, { width, height });
      scope.resize(Math.floor(width / (width < NARROW_PX ? BAR_PX.narrow : BAR_PX.wide)));
      draw();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [scope, plot]);

  useEffect(() => {
    const recolour = (): void => {
      known.current.inks = undefined;
      draw();
    };
    const queries = COLOUR_QUERIES.map((query) => window.matchMedia(query));
    for (const query of queries) query.addEventListener('change', recolour);
    const stop = scope.subscribe(() => draw());
    draw();
    return () => {
      for (const query of queries) query.removeEventListener('change', recolour);
      stop();
    };
  }, [scope]);

  useEffect(() => {
    let request = 0;
    // A scroll does not bubble, but can be caught on its way to the list.
    const onScroll = (): void => {
      if (request !== 0) return;
      request = requestAnimationFrame(() => {
        request = 0;
        placeFrame();
      });
    };
    document.addEventListener('scroll', onScroll, { capture: true, passive: true });
    return () => {
      document.removeEventListener('scroll', onScroll, { capture: true });
      cancelAnimationFrame(request);
    };
  }, []);
}

/** How far along the chart the lines that the list has in view begin and end, from 0 to 1. */
function rangeInView(logStore: LogStore, scope: VolumeScope): readonly [number, number] | undefined {
  const { inView, buffer, view } = logStore.getState();
  const { axis } = scope.picture();
  const seen = inView?.();
  const range = seen && timesOf(buffer, view, seen.first, seen.last);
  return axis && range && [shareAt(axis, range.from), shareAt(axis, range.to)];
}

function place(frame: HTMLElement, range: readonly [number, number] | undefined, width: number): void {
  frame.hidden = range === undefined;
  if (range === undefined) return;
  const [from, to] = [range[0] * width, range[1] * width];
  const size = Math.min(width, Math.max(LEAST_FRAME_PX, to - from));
  const left = Math.max(0, Math.min(width - size, (from + to - size) / 2));
  frame.style.transform = `translateX(${Math.round(left)}px)`;
  frame.style.width = `${Math.round(size)}px`;
}

/** Times of the first and the last line among some rows. */
function timesOf(buffer: LogBuffer, view: LogStoreState['view'], first: number, last: number): TimeRange | undefined {
  const timeFrom = (from: number, step: 1 | -1): number | undefined => {
    const end = Math.max(-1, Math.min(view.length, from + step * MOST_MARKERS));
    for (let index = from; index !== end; index += step) {
      const entry = view.entryAt(index);
      if (entry?.kind === 'line' && !Number.isNaN(entry.time)) return entry.time;
    }
    return undefined;
  };
  const from = timeFrom(view.indexFrom(buffer.currentSeq(first)), 1);
  const to = timeFrom(view.indexFrom(buffer.currentSeq(last)), -1);
  // Clocks that differ put what is below before what is above.
  return from === undefined || to === undefined ? undefined : { from: Math.min(from, to), to: Math.max(from, to) };
}

function readInks(holder: HTMLElement | null): VolumeInks {
  const inkOf = (name: string): string => {
    const element = holder?.querySelector(`[data-ink="${name}"]`);
    return element === null || element === undefined ? 'gray' : getComputedStyle(element).color;
  };
  const [quiet, warn, error, fatal] = VOLUME_TONES.map(inkOf);
  return { quiet: quiet ?? '', warn: warn ?? '', error: error ?? '', fatal: fatal ?? '', hatch: inkOf('hatch') };
}
