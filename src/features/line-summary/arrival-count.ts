import type { SpokenLines } from '../../stores/index.ts';
import { formatCount } from '../../ui/time-format.ts';

export interface Arrived {
  readonly lines: number;
  readonly errors: number;
}

const NOTHING: Arrived = { lines: 0, errors: 0 };

/** How many lines came from one look to the next, told from how many came altogether: no line costs anything. */
export class ArrivalCount {
  #before: Arrived | undefined;

  take(lines: number, errors: number): Arrived {
    const before = this.#before;
    this.#before = { lines, errors };
    // With another stream the counts begin anew, and what it begins with is no news.
    if (before === undefined || lines < before.lines || errors < before.errors) return NOTHING;
    return { lines: lines - before.lines, errors: errors - before.errors };
  }
}

/** What is said of them, empty where that is nothing. */
export function arrivalWords({ lines, errors }: Arrived, spoken: SpokenLines, seconds: number): string {
  const ofErrors = `${formatCount(errors)} ${errors === 1 ? 'error' : 'errors'}`;
  const within = `in the last ${seconds} seconds`;
  switch (spoken) {
    case 'off':
      return '';
    case 'errors':
      return errors === 0 ? '' : `${ofErrors} ${within}`;
    case 'all': {
      if (lines === 0) return '';
      const ofLines = `${formatCount(lines)} new ${lines === 1 ? 'line' : 'lines'}`;
      return `${ofLines}${errors === 0 ? '' : `, ${ofErrors}`} ${within}`;
    }
  }
}
