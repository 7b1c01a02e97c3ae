const TONES = ['quiet', 'quiet', 'info', 'warn', 'error', 'fatal'] as const;

/** How loudly a line is drawn, by the rank of its level from 0 (TRACE) to 5 (FATAL). */
export function toneOfRank(rank: number): (typeof TONES)[number] {
  return TONES[rank] ?? 'info';
}
