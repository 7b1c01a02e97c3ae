import { useCommands, useLogStore } from '../../stores/index.ts';
import { useIsNarrow } from '../../ui/use-is-narrow.ts';
import type { ShownPattern } from './read-report.ts';

/** What can be done with a pattern. */
export interface PatternCommands {
  /** Shows only its lines (`in`), or all but these (`out`): a condition more in the query. */
  filter(pattern: ShownPattern, direction: 'in' | 'out'): void;
  /** Puts its template into the clipboard; answers whether that could be done. */
  copy(pattern: ShownPattern): Promise<boolean>;
  /** Opens the details of its newest line, and brings it into view. */
  showExample(pattern: ShownPattern): void;
}

/** `onLeave`: shows the lines, where the patterns stand over them. */
export function usePatternCommands(onLeave: () => void): PatternCommands {
  const commands = useCommands();
  const store = useLogStore();
  const isNarrow = useIsNarrow();
  return {
    filter({ regex }, direction) {
      commands.filterBy({ kind: 'builtin', name: 'message' }, { regex }, direction);
      // Of what is left more may be filtered out.
      if (isNarrow && direction === 'in') onLeave();
    },
    copy: ({ text }) => commands.copy(text),
    showExample({ example }) {
      const line = store.getState().buffer.at(example);
      if (line?.kind !== 'line') return;
      if (isNarrow) onLeave();
      commands.openLine(line.id, line.seq);
      commands.reveal(line.seq);
    },
  };
}
