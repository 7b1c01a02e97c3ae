import { HEAD_HEIGHT, type RowWindow } from './row-window.ts';

/** The list may be so much higher than it was last said to be. */
const HEIGHT_SLACK = 1.05;

/** The height follows the number of lines from afar only: the thumb is at the end anyway, and each change costs a layout. */
export function heightWhileFollowing(window: RowWindow, windowHeight: number): number {
  const usual = window.usualHeight(windowHeight);
  const isFar = usual > window.height * 1.5 || usual * 1.5 < window.height;
  return window.reachesStart || isFar || window.height < HEAD_HEIGHT + windowHeight ? usual : window.height;
}

/** Lines that come far below the reader move the thumb now and then only: each change of the height costs a layout. */
export function heightWhileReading(window: RowWindow, windowHeight: number, viewHeight: number): number {
  const end = window.base + windowHeight;
  const least = window.reachesEnd ? end : Math.max(window.usualHeight(windowHeight), end + viewHeight);
  const isNear = !window.reachesEnd && window.height >= end + viewHeight && window.height <= least;
  return !isNear || least > window.height * HEIGHT_SLACK ? least : window.height;
}
