export { AwayStatus } from './away-news.tsx';
export { PinnedLine } from './pinned-line.tsx';
export { AwayRow, NoteRow } from './reader-rows.tsx';
export { SelectionBar } from './selection-bar.tsx';
