/** Levels in ascending order of severity (protocol, "Levels"). */
export const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;
export type Level = (typeof LEVELS)[number];

/** Severities of notifications in ascending order (protocol, "Levels"). */
export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

const LEVEL_NAMES = new Map<string, Level>([
  ...LEVELS.map((level) => [level, level] as const),
  ['SILLY', 'TRACE'],
  ['FINEST', 'TRACE'],
  ['FINER', 'TRACE'],
  ['VERBOSE', 'DEBUG'],
  ['FINE', 'DEBUG'],
  ['DBG', 'DEBUG'],
  ['INFORMATION', 'INFO'],
  ['INFORMATIONAL', 'INFO'],
  ['NOTICE', 'INFO'],
  ['LOG', 'INFO'],
  ['WARNING', 'WARN'],
  ['WRN', 'WARN'],
  ['ERR', 'ERROR'],
  ['SEVERE', 'ERROR'],
  ['CRITICAL', 'FATAL'],
  ['CRIT', 'FATAL'],
  ['ALERT', 'FATAL'],
  ['EMERG', 'FATAL'],
  ['EMERGENCY', 'FATAL'],
  ['PANIC', 'FATAL'],
]);

const SEVERITY_NAMES = new Map<string, Severity>([
  ...SEVERITIES.map((severity) => [severity, severity] as const),
  ['information', 'info'],
  ['notice', 'low'],
  ['warning', 'medium'],
  ['warn', 'medium'],
  ['error', 'high'],
  ['fatal', 'critical'],
  ['emergency', 'critical'],
]);

const INFO_RANK = LEVELS.indexOf('INFO');

/** The level that a name stands for, in any case and with the usual synonyms; `undefined` for an unknown name. */
export function recogniseLevel(name: string): Level | undefined {
  return LEVEL_NAMES.get(name) ?? LEVEL_NAMES.get(name.trim().toUpperCase());
}

/** The place of a level's name in `LEVELS`; an unknown name sorts as INFO. */
export function levelRank(name: string): number {
  const level = recogniseLevel(name);
  return level === undefined ? INFO_RANK : LEVELS.indexOf(level);
}

/** The severity that a name stands for; `undefined` for an unknown name, to be shown as it came and treated as `info`. */
export function recogniseSeverity(name: string): Severity | undefined {
  return SEVERITY_NAMES.get(name.trim().toLowerCase());
}
