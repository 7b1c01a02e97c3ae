import type { Scenario } from './scenario.ts';
import { ends } from './scenarios/ends.ts';
import { filter } from './scenarios/filter.ts';
import { find } from './scenarios/find.ts';
import { memory } from './scenarios/memory.ts';
import { batched, paced } from './scenarios/paced.ts';
import { patterns } from './scenarios/patterns.ts';
import { scroll } from './scenarios/scroll.ts';
import { start } from './scenarios/start.ts';
import { throughput } from './scenarios/throughput.ts';

/** In the order in which they run and stand in the table. */
export const SCENARIOS: readonly Scenario[] = [
  throughput,
  paced,
  batched,
  memory,
  ends,
  filter,
  find,
  patterns,
  scroll,
  start,
];
