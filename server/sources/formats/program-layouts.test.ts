import { describe, expect, it } from 'vitest';
import { local, read, untimed } from './test-samples.ts';

interface Sample {
  readonly program: string;
  readonly line: string;
  readonly timestamp: string;
  readonly level: string;
  readonly message: string;
  readonly source?: string;
  readonly metadata?: object;
}

const noon = local(11, 23, 12, 0, 0);
const noonAndMs = local(11, 23, 12, 0, 0, 123);

const SAMPLES: readonly Sample[] = [
  {
    program: 'dpkg',
    line: '2026-11-23 09:48:39 status installed libc6:amd64 2.41-12',
    timestamp: local(11, 23, 9, 48, 39),
    level: 'INFO',
    message: 'status installed libc6:amd64 2.41-12',
  },
  {
    program: 'apt history',
    line: 'Start-Date: 2026-11-23  09:48:39',
    timestamp: local(11, 23, 9, 48, 39),
    level: 'INFO',
    message: 'Start-Date: 2026-11-23  09:48:39',
  },
  {
    program: 'update-alternatives',
    line: 'update-alternatives 2026-11-23 09:48:39: run with --install /usr/bin/awk',
    timestamp: local(11, 23, 9, 48, 39),
    level: 'INFO',
    message: 'run with --install /usr/bin/awk',
    source: 'update-alternatives',
  },
  {
    program: 'log4j',
    line: '2026-11-23 12:00:00,123 WARN  [http-1] com.shop.Cart: slow',
    timestamp: noonAndMs,
    level: 'WARN',
    message: 'slow',
    metadata: { thread: 'http-1', logger: 'com.shop.Cart' },
  },
  {
    program: 'Logback as it comes',
    line: '12:00:00.123 [main] INFO  c.e.Foo - started',
    timestamp: noonAndMs,
    level: 'INFO',
    message: 'started',
    metadata: { thread: 'main', logger: 'c.e.Foo' },
  },
  {
    program: 'Spring Boot',
    line: '2026-11-23T12:00:00.123Z ERROR 1234 --- [shop] [nio-8080-exec-1] o.a.c.c.C.[.[.[/]        : Servlet.service() threw',
    timestamp: '2026-11-23T12:00:00.123Z',
    level: 'ERROR',
    message: 'Servlet.service() threw',
    source: 'shop',
    metadata: { pid: 1234, thread: 'nio-8080-exec-1', logger: 'o.a.c.c.C.[.[.[/]' },
  },
  {
    program: 'Kafka',
    line: '[2026-11-23 12:00:00,123] INFO [KafkaServer id=0] started (kafka.server.KafkaServer)',
    timestamp: noonAndMs,
    level: 'INFO',
    message: '[KafkaServer id=0] started (kafka.server.KafkaServer)',
  },
  {
    program: 'Elasticsearch',
    line: '[2026-11-23T12:00:00,123][WARN ][o.e.n.Node               ] [node-1] starting ...',
    timestamp: noonAndMs,
    level: 'WARN',
    message: '[node-1] starting ...',
    metadata: { logger: 'o.e.n.Node' },
  },
  {
    program: 'java.util.logging',
    line: 'Nov 23, 2026 12:00:00 PM org.foo.Bar run',
    timestamp: noon,
    level: 'INFO',
    message: 'org.foo.Bar run',
  },
  {
    program: 'Tomcat',
    line: '23-Nov-2026 12:00:00.123 SEVERE [main] org.apache.catalina.startup.Catalina.start failed',
    timestamp: noonAndMs,
    level: 'ERROR',
    message: '[main] org.apache.catalina.startup.Catalina.start failed',
  },
  {
    program: 'Python logging',
    line: '2026-11-23 12:00:00,123 - billing.cards - ERROR - card refused',
    timestamp: noonAndMs,
    level: 'ERROR',
    message: 'card refused',
    metadata: { logger: 'billing.cards' },
  },
  {
    program: 'Python basicConfig',
    line: 'WARNING:urllib3.connectionpool:Retrying',
    timestamp: untimed,
    level: 'WARN',
    message: 'Retrying',
    metadata: { logger: 'urllib3.connectionpool' },
  },
  {
    program: 'loguru',
    line: '2026-11-23 12:00:00.123 | SUCCESS  | app.main:run:12 - done',
    timestamp: noonAndMs,
    level: 'INFO',
    message: 'SUCCESS  | app.main:run:12 - done',
  },
  {
    program: 'gunicorn',
    line: '[2026-11-23 12:00:00 +0000] [12] [ERROR] Worker timeout',
    timestamp: '2026-11-23T12:00:00.000Z',
    level: 'ERROR',
    message: 'Worker timeout',
    metadata: { pid: 12 },
  },
  {
    program: 'Celery',
    line: '[2026-11-23 12:00:00,123: WARNING/MainProcess] no broker',
    timestamp: noonAndMs,
    level: 'WARN',
    message: 'no broker',
    metadata: { process: 'MainProcess' },
  },
  {
    program: 'Jupyter',
    line: '[E 2026-11-23 12:00:00.123 ServerApp] Uncaught exception',
    timestamp: noonAndMs,
    level: 'ERROR',
    message: 'Uncaught exception',
    metadata: { logger: 'ServerApp' },
  },
  {
    program: 'Go log',
    line: '2026/11/23 12:00:00 main.go:12: ERROR: no route',
    timestamp: noon,
    level: 'ERROR',
    message: 'no route',
    metadata: { caller: 'main.go:12' },
  },
  {
    program: 'klog',
    line: 'E1123 12:00:00.123000       1 server.go:12] failed',
    timestamp: noonAndMs,
    level: 'ERROR',
    message: 'failed',
    metadata: { pid: 1, caller: 'server.go:12' },
  },
  {
    program: 'zap console',
    line: '2026-11-23T12:00:00.123Z\tINFO\tapi/main.go:12\tlistening',
    timestamp: '2026-11-23T12:00:00.123Z',
    level: 'INFO',
    message: 'listening',
    metadata: { caller: 'api/main.go:12' },
  },
  {
    program: 'logrus on a terminal',
    line: 'WARN[0042] retrying   key=value',
    timestamp: untimed,
    level: 'WARN',
    message: 'retrying   key=value',
  },
  {
    program: 'env_logger',
    line: '[2026-11-23T12:00:00Z DEBUG my_crate::http] listening',
    timestamp: '2026-11-23T12:00:00.000Z',
    level: 'DEBUG',
    message: 'listening',
    metadata: { logger: 'my_crate::http' },
  },
  {
    program: 'Rails',
    line: 'W, [2026-11-23T12:00:00.123456 #1234]  WARN -- shop: deprecated',
    timestamp: noonAndMs,
    level: 'WARN',
    message: 'deprecated',
    source: 'shop',
    metadata: { pid: 1234 },
  },
  {
    program: 'Redis',
    line: '1:M 23 Nov 2026 12:00:00.123 # WARNING: overcommit_memory is 0',
    timestamp: noonAndMs,
    level: 'WARN',
    message: 'WARNING: overcommit_memory is 0',
    metadata: { pid: 1, role: 'M' },
  },
  {
    program: 'PostgreSQL',
    line: '2026-11-23 12:00:00.123 UTC [1234] app@shop FATAL:  role "app" does not exist',
    timestamp: '2026-11-23T12:00:00.123Z',
    level: 'FATAL',
    message: 'role "app" does not exist',
    metadata: { pid: 1234, user: 'app', database: 'shop' },
  },
  {
    program: 'MySQL',
    line: '2026-11-23T12:00:00.123456Z 0 [Warning] [MY-010068] [Server] CA is self signed',
    timestamp: '2026-11-23T12:00:00.123Z',
    level: 'WARN',
    message: '[MY-010068] [Server] CA is self signed',
    metadata: { thread: 0 },
  },
  {
    program: 'nginx error log',
    line: '2026/11/23 12:00:00 [crit] 12#13: *7 connect() failed, client: 10.0.0.1, server: shop, request: "GET /a,b HTTP/1.1"',
    timestamp: noon,
    level: 'FATAL',
    message: 'connect() failed, client: 10.0.0.1, server: shop, request: "GET /a,b HTTP/1.1"',
    metadata: { pid: 12, thread: 13, connection: 7, client: '10.0.0.1', server: 'shop', request: 'GET /a,b HTTP/1.1' },
  },
  {
    program: 'Apache error log',
    line: '[Mon Nov 23 12:00:00.123456 2026] [core:error] [pid 12:tid 34] [client 10.0.0.1:5] AH00037: no',
    timestamp: noonAndMs,
    level: 'ERROR',
    message: 'AH00037: no',
    metadata: { module: 'core', pid: 12, thread: 34, client: '10.0.0.1:5' },
  },
  {
    program: 'Nest',
    line: '[Nest] 1234  - 11/23/2026, 12:00:00 PM     LOG [RouterExplorer] Mapped',
    timestamp: noon,
    level: 'INFO',
    message: 'Mapped',
    metadata: { pid: 1234, logger: 'RouterExplorer' },
  },
  {
    program: 'a program with brackets',
    line: '[2026-11-23T12:00:00.123Z] [ERROR] broken',
    timestamp: '2026-11-23T12:00:00.123Z',
    level: 'ERROR',
    message: 'broken',
  },
  {
    program: 'a program with an offset',
    line: '2026-11-23 14:00:00 +02:00 info ready',
    timestamp: '2026-11-23T12:00:00.000Z',
    level: 'INFO',
    message: 'ready',
  },
  {
    program: 'a shell script',
    line: '[WARN] disk is 91 % full',
    timestamp: untimed,
    level: 'WARN',
    message: 'disk is 91 % full',
  },
  { program: 'git', line: 'error: no such ref', timestamp: untimed, level: 'ERROR', message: 'no such ref' },
  { program: 'pip', line: 'ERROR: No matching', timestamp: untimed, level: 'ERROR', message: 'No matching' },
];

describe('a line of plain text', () => {
  it.each(SAMPLES)('of $program is read', (sample) => {
    const log = read(sample.line);
    expect(log).toMatchObject({ timestamp: sample.timestamp, level: sample.level, message: sample.message });
    expect(log.source).toBe(sample.source ?? 'app.log');
    expect(log.metadata).toEqual(sample.metadata ?? {});
    expect(log.raw).toBe(sample.message === sample.line ? undefined : sample.line);
  });
});
