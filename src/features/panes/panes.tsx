export { PaneHead } from './pane-head.tsx';
export { PaneSplitter } from './pane-splitter.tsx';
export { PaneTabs } from './pane-tabs.tsx';
export { PaneTools } from './pane-tools.tsx';
