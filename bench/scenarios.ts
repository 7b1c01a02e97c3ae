import type { Scenario } from './scenario.ts';
import { throughput } from './scenarios/throughput.ts';

/** In the order in which they run and stand in the table. */
export const SCENARIOS: readonly Scenario[] = [throughput];
