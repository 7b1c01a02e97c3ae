/** What a field of a JSON or logfmt line says, and how much its name is to be trusted: the smallest rank wins. */
export interface FieldRole {
  readonly says: 'time' | 'level' | 'message' | 'source';
  readonly rank: number;
}

/** Names in the order in which they are believed. */
const NAMES: Readonly<Record<FieldRole['says'], readonly string[]>> = {
  time: [
    '@timestamp',
    'timestamp',
    'time',
    'ts',
    '@t',
    'datetime',
    'asctime',
    'timeStamp',
    'timeUnixNano',
    't',
    '__REALTIME_TIMESTAMP',
    'event_time',
    'eventTime',
    'start_time',
    'date',
  ],
  // A name goes before a number: Monolog and Python write both.
  level: [
    'levelname',
    'level_name',
    'severityText',
    'severity_text',
    'level',
    'severity',
    'log.level',
    'lvl',
    'loglevel',
    'logLevel',
    'log_level',
    '@l',
    's',
    'PRIORITY',
    'priority',
  ],
  message: [
    'message',
    'msg',
    'short_message',
    'renderedMessage',
    'rendered_message',
    '@m',
    'textPayload',
    'event',
    'text',
    'log',
    'body',
    '@mt',
    'messageTemplate',
  ],
  source: [
    'service',
    'service.name',
    'serviceName',
    'service_name',
    'source',
    'app',
    'application',
    'appName',
    'app_name',
    'logger',
    'loggerName',
    'logger_name',
    'log.logger',
    'name',
    'component',
    'container',
    'container.name',
    'container_name',
    'containerName',
    'program',
    'SYSLOG_IDENTIFIER',
    'target',
  ],
};

const ROLES = new Map<string, FieldRole>();
for (const says of ['time', 'level', 'message', 'source'] as const) {
  for (const [rank, name] of NAMES[says].entries()) {
    const capitalised = name.charAt(0).toUpperCase() + name.slice(1);
    // One letter in upper case is somebody's own abbreviation.
    const spellings = name.length === 1 ? [name] : [name, name.toLowerCase(), capitalised, name.toUpperCase()];
    for (const spelling of spellings) if (!ROLES.has(spelling)) ROLES.set(spelling, { says, rank });
  }
}

export function roleOf(name: string): FieldRole | undefined {
  return ROLES.get(name);
}

/** Where the words stand when they are not at the top: ECS, OpenTelemetry, Rust's tracing, Google Cloud, Kubernetes. */
export const NESTED = {
  level: [
    ['log', 'level'],
    ['level', 'name'],
    ['jsonPayload', 'level'],
    ['jsonPayload', 'severity'],
  ],
  message: [
    ['jsonPayload', 'message'],
    ['jsonPayload', 'msg'],
    ['fields', 'message'],
    ['body', 'stringValue'],
    ['message', 'message'],
    ['err', 'message'],
    ['error', 'message'],
    ['exception', 'message'],
  ],
  source: [
    ['service', 'name'],
    ['kubernetes', 'container_name'],
    ['kubernetes', 'container', 'name'],
    ['resource', 'labels', 'container_name'],
    ['resource', 'labels', 'service_name'],
    ['resource', 'service.name'],
    ['container', 'name'],
    ['log', 'logger'],
    ['process', 'name'],
  ],
} as const;
