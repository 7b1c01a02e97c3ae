import type { AwayMarker, LogEntry, LogLine, NoteMarker } from '../../stores/index.ts';
import { withoutCodes } from '../../ui/ansi-text.tsx';
import { formatClock, formatCount, formatDuration } from '../../ui/time-format.ts';
import { cutText, visibleLine, visibleText } from '../../ui/visible-text.ts';
import { describeGap } from './describe-gap.ts';
import { describeEvicted } from './evicted-row.tsx';

export function describeNote({ label, from }: NoteMarker, timeZone: string): string {
  return [formatClock(from, timeZone), ...(label === '' ? [] : [visibleLine(label)])].join(' · ');
}

export function describeAway({ from, to, lines, errors }: Omit<AwayMarker, 'kind' | 'seq'>): string {
  return `You were away for ${formatDuration(to - from)} · ${cameWords(lines, errors)}`;
}

export function cameWords(lines: number, errors: number): string {
  const came = `${formatCount(lines)} ${lines === 1 ? 'line' : 'lines'} came`;
  return errors === 0 ? came : `${came}, ${formatCount(errors)} ${errors === 1 ? 'error' : 'errors'}`;
}

/** What is said of a row that was moved to. */
export function spokenOf(entry: LogEntry, timeZone: string, isFoldable: (line: LogLine) => boolean): string {
  switch (entry.kind) {
    case 'gap': {
      const { times, about } = describeGap(entry, timeZone);
      return `Gap ${times}, ${about}. Press Enter to fill it.`;
    }
    case 'evicted':
      return `${describeEvicted(entry, timeZone)}. Press Enter to load them back.`;
    case 'note':
      return `Marker ${describeNote(entry, timeZone)}. Press Enter to name it, Delete to remove it.`;
    case 'away':
      return describeAway(entry);
    case 'line': {
      const more = isFoldable(entry) ? '. It has more lines: the right arrow shows them, the left one folds them.' : '';
      return visibleText(`${entry.level} ${entry.source}: ${cutText(withoutCodes(entry.message), 300).text}${more}`);
    }
  }
}
