import { describe, expect, it } from 'vitest';
import { matches } from './testing/queried-log.ts';

function table(title: string, holds: readonly string[], fails: readonly string[]): void {
  describe(title, () => {
    it.each(holds)('%s holds', (text) => expect(matches(text)).toBe(true));
    it.each(fails)('%s does not hold', (text) => expect(matches(text)).toBe(false));
  });
}

table('an empty query', ['', '   ', '\n'], []);

table(
  'words and phrases look into the message in any case',
  [
    'connection',
    'CONN',
    '"connection refused"',
    'Refused connection',
    'GET*took',
    '*',
    '*:*',
    '""',
    'c*n*n*ref',
    'sl*w',
  ],
  ['connexion', '"refused connection"', 'took*GET', 'a*zz*b', 'cart\\*'],
);

table(
  'what people paste is text',
  [
    'foo-bar',
    '10.0.0.1',
    'http://shop.example/cart?id=7',
    '[retry]',
    '/cart?id=7',
    '"(slow),"',
    '(slow) , "["',
    'GET -> -nothing OR GET',
    'took: OR took',
    '512',
  ],
  [
    'http://shop.example/other',
    '10.0.0.2',
    '/var/log',
    'TypeError: took',
    'std::io::Error',
    '12:30:45',
    'C:\\logs',
    '--flag',
  ],
);

table(
  'operators',
  [
    'get AND took',
    'get took',
    'get && took',
    'nope OR took',
    'nope || took',
    'NOT nope',
    '-nope',
    '!nope',
    '-nope -nada',
    'NOT (nope AND took)',
    'took OR nope nada',
    '(took OR nope) get',
    'and" from "OR get',
    'NOT NOT took',
    '"NOT" OR took',
    '-(nope)took',
  ],
  ['get AND nope', 'get nope', 'NOT took', '-took', '!took', '(took OR nope) nada', 'nope OR get nada', 'or', '"NOT"'],
);

table(
  'fields compare as a whole, in any case',
  [
    'source:api-service',
    'source:"API-service"',
    'source:api*',
    'source:*-serv*',
    'source:*',
    'message:refused',
    'message:"connection refused"',
    'message:conn*refused',
    'message:*',
    'id:LOG-17',
    'id:log-*',
    'source:(web OR api-service)',
    '-source:web',
    'source:(-web)',
    'source:/^API-/',
    'source:/^api/i',
    'source:/Service$/',
  ],
  ['source:api', 'source:web', 'id:log', 'source:"api*"', 'source:api\\*', 'source:/^api/', 'source:a*i*i*e*e*e'],
);

table(
  'levels compare as levels',
  [
    'level:WARN',
    'level:warning',
    'level:Wrn',
    'level:"warn"',
    'level:warn*',
    'level:warni*',
    'level:*',
    'level:>=WARN',
    'level:>info',
    'level:<ERR',
    'level:<=warning',
    'level:[DEBUG TO ERROR]',
    'level:[WARN TO *]',
    'level:{info TO warn]',
    'level:(error OR warn)',
    'level:/^WARN$/',
    'level:(>info <fatal)',
    'level:>= WARN',
  ],
  [
    'level:ERROR',
    'level:>WARN',
    'level:<WARN',
    'level:{WARN TO FATAL]',
    'level:[DEBUG TO WARN}',
    'level:gold',
    'level:war',
  ],
);

table(
  'metadata by its path',
  [
    'status:500',
    'status:500.0',
    'status:5e2',
    'metadata.status:500',
    'status:5*',
    'status:/^5\\d\\d$/',
    'code:500',
    'error:"dial tcp: connection refused"',
    'error:*refused',
    'error:*"TCP: conn"*',
    'error:*tcp\\:\\ conn*',
    'http.method:post',
    'metadata.http.method:post',
    'http.status:503',
    'http.request.id:r-1',
    'ok:false',
    'ok:FALSE',
    'nothing:null',
    'tags:blue',
    'tags:7',
    'tags:>5',
    'tags:(blue AND green)',
    'spans.name:cache',
    'deep:x',
    'x-request-id:Q9',
    'with\\ space:s',
    'a\\:b:colon',
    'metadata.5xx:3',
    'metadata.level:gold',
    'metadata.metadata.inner:1',
    'metadata.inner:1 OR metadata:*',
    'path:/var/log/app',
    'path:/var.log/',
    'big:12345678901234567890',
    'version:1.10',
    'blank:""',
  ],
  [
    'status:501',
    'status:50',
    'code:500.0',
    'code:0500',
    'http.method:get',
    'http:post',
    'error:refused',
    'Status:500',
    'tags:red',
    'deep:y',
    'nothing:0',
    'nothing:n*',
    'big:12345678901234567891',
    'version:1.1',
    'missing:x',
    'path:/var/log',
  ],
);

table(
  'existence',
  ['status:*', 'http:*', 'http.method:*', 'tags:*', 'ok:*', 'blank:*', 'status:[* TO *]', '-missing:*'],
  ['missing:*', 'nothing:*', 'empty:*', 'http.nope:*', 'status.x:*', 'toString:*', 'hasOwnProperty:*'],
);

table(
  'names that every object inherits are data only where the log has them',
  ['__proto__.polluted:no', 'constructor:plain', '__proto__:*', 'metadata.constructor:PLAIN'],
  ['constructor.name:Object', '__proto__.constructor:*', 'http.__proto__:*', 'valueOf:*', 'tags.length:*'],
);

table(
  'numbers compare as numbers',
  [
    'ms:>500',
    'ms:>=512.5',
    'ms:<600',
    'ms:<=512.5',
    'ms:[500 TO 600]',
    'ms:{512 TO 513}',
    'ms:[* TO 600}',
    'ms:>-1',
    'ms:> 500',
    'code:>99',
    'code:[5e2 TO 5.1e2]',
    'status:(>=500 <600)',
    'version:>1.05',
    'ms:>"500"',
  ],
  [
    'ms:>512.5',
    'ms:<512.5',
    'ms:{512.5 TO 600]',
    'ms:[500 TO 512.5}',
    'error:>5',
    'ok:<1',
    'nothing:<1',
    'missing:>0',
    'startedAt:>5',
  ],
);

table(
  'times compare by the instant, and stand for as long as they are precise',
  [
    'timestamp:2026-11-23',
    'timestamp:2026-11',
    'timestamp:2026',
    'timestamp:2026-11-23T10:15',
    'timestamp:2026-11-23T10:15:30',
    'timestamp:2026-11-23T12:15:30+02:00',
    'timestamp:"2026-11-23 10:15"',
    'timestamp:2026-11-23T10:15:30.250Z',
    'timestamp:2026-11-23T10*',
    'timestamp:>2026-11-22',
    'timestamp:>=2026-11-23',
    'timestamp:<=2026-11-23',
    'timestamp:<2026-11-24',
    'timestamp:<2027',
    'timestamp:[2026-11-23 TO 2026-11-23]',
    'timestamp:[2026-11-23T10:00 TO 2026-11-23T10:15]',
    'timestamp:["2026-11-23 10:00" TO *]',
    'timestamp:>1763000000',
    'timestamp:>1763000000000',
    'startedAt:<2026-11-22T23:00Z',
    'startedAt:[2026-11-22 TO 2026-11-22]',
  ],
  [
    'timestamp:2026-11-22',
    'timestamp:>2026-11-23',
    'timestamp:<2026-11-23',
    'timestamp:>2026',
    'timestamp:{2026-11-23 TO *]',
    'timestamp:[* TO 2026-11-23}',
    'timestamp:2026-11-23T10:16',
    'startedAt:>2026-11-22T23:59Z',
    'error:>2026-01-01',
    'ms:<2026-01-01',
  ],
);

table(
  'regular expressions',
  ['/refused/i', '/took \\d+ ms/', '/[/]cart/', '-/nope/', 'GET /took \\d{3}/', '/cart\\?id=7/', '(/GET/)'],
  ['/refused/', '/^took/', '/nope/ OR nada'],
);
