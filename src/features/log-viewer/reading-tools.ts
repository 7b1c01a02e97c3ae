export { AwayStatus } from './away-news.tsx';
export { EdgeDrag } from './edge-drag.ts';
export { GapNews } from './gap-news.tsx';
export { PinnedLine } from './pinned-line.tsx';
export { RowActions } from './row-actions.tsx';
export { RowPointer } from './row-pointer.tsx';
export { RowOfMarker } from './row-of-marker.tsx';
export { SelectionBar } from './selection-bar.tsx';
