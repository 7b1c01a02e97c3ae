import type { SelectionStore } from '../../stores/index.ts';
import { formatCount } from '../../ui/time-format.ts';

export function selectedWords(selection: SelectionStore): string {
  const { count } = selection.getState();
  return `${formatCount(count)} ${count === 1 ? 'line' : 'lines'} selected.`;
}
