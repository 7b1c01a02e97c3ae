import type BetterSqlite3 from 'better-sqlite3';

/** A log's row as an array, because building objects is a third of the cost of a search. */
export type LogRow = readonly [
  seq: number,
  id: string,
  time: number,
  timestamp: string,
  level: string,
  source: string,
  message: string,
  metadata: string,
  hasRaw: 0 | 1,
];

/** Where the columns that order a search stand in a `LogRow`. */
export const LOG_COLUMNS = { seq: 0, time: 2 } as const;

export type KeyRow = readonly [seq: number, time: number];

/** The last log that a search by time has looked at. */
export interface TimeCursor {
  readonly time: number;
  readonly seq: number;
}

const LOG = 'seq, id, time, timestamp, level, source, message, metadata, raw IS NOT NULL';

type Prepared<Parameters extends unknown[], Row = unknown> = BetterSqlite3.Statement<Parameters, Row>;
type RowsByTime<Row> = (cursor: TimeCursor, bound: number, order: 'asc' | 'desc') => Generator<Row>;
type Notifications = Prepared<[from: number, to: number, limit: number, offset: number], { envelope: string }>;

export interface Statements {
  readonly epoch: Prepared<[], { value: string }>;
  readonly lastSeq: Prepared<[], { seq: number }>;
  readonly firstSeq: Prepared<[], { seq: number }>;
  readonly insertLog: Prepared<
    [
      seq: number,
      id: string,
      time: number,
      receivedAt: number,
      timestamp: string,
      level: string,
      source: string,
      message: string,
      metadata: string,
      raw: string | null,
    ]
  >;
  readonly putCheckpoint: Prepared<[key: string, value: string]>;
  readonly getCheckpoint: Prepared<[key: string], { value: string }>;
  readonly logById: Prepared<[id: string], LogRow>;
  readonly logBySeq: Prepared<[seq: number], LogRow>;
  readonly rawBySeq: Prepared<[seq: number], { raw: string }>;
  readonly logsDescending: Prepared<[after: number, below: number], LogRow>;
  readonly logsFrom: RowsByTime<LogRow>;
  readonly keysFrom: RowsByTime<KeyRow>;
  readonly insertNotification: Prepared<[time: number, receivedAt: number, envelope: string]>;
  readonly notificationsAscending: Notifications;
  readonly notificationsDescending: Notifications;
  readonly countNotifications: Prepared<[from: number, to: number], { total: number }>;
}

/** @throws when a table or a column is missing */
export function prepareStatements(database: BetterSqlite3.Database): Statements {
  return {
    epoch: database.prepare("SELECT value FROM meta WHERE key = 'epoch'"),
    lastSeq: database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'logs'"),
    firstSeq: database.prepare('SELECT seq FROM logs ORDER BY seq LIMIT 1'),
    insertLog: database.prepare(
      `INSERT INTO logs (seq, id, time, received_at, timestamp, level, source, message, metadata, raw)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    ),
    putCheckpoint: database.prepare(
      'INSERT INTO checkpoints (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    ),
    getCheckpoint: database.prepare('SELECT value FROM checkpoints WHERE key = ?'),
    logById: database.prepare<[string], LogRow>(`SELECT ${LOG} FROM logs WHERE id = ?`).raw(),
    logBySeq: database.prepare<[number], LogRow>(`SELECT ${LOG} FROM logs WHERE seq = ?`).raw(),
    rawBySeq: database.prepare('SELECT raw FROM logs WHERE seq = ?'),
    logsDescending: database
      .prepare<[number, number], LogRow>(`SELECT ${LOG} FROM logs WHERE seq > ? AND seq < ? ORDER BY seq DESC`)
      .raw(),
    logsFrom: byTime<LogRow>(database, LOG),
    keysFrom: byTime<KeyRow>(database, 'seq, time'),
    insertNotification: database.prepare('INSERT INTO notifications (time, received_at, envelope) VALUES (?, ?, ?)'),
    notificationsAscending: notificationsBy(database, 'ASC'),
    notificationsDescending: notificationsBy(database, 'DESC'),
    countNotifications: database.prepare('SELECT count(*) AS total FROM notifications WHERE time BETWEEN ? AND ?'),
  };
}

/**
 * Rows behind a cursor in the order of (time, seq), up to a bound of time. Two statements, because SQLite would read all
 * logs of the cursor's instant again for a row value: many logs may bear one time.
 */
function byTime<Row>(database: BetterSqlite3.Database, columns: string): RowsByTime<Row> {
  const prepare = (condition: string, direction: 'ASC' | 'DESC') =>
    database
      .prepare<[number, number], Row>(
        `SELECT ${columns} FROM logs WHERE ${condition} ORDER BY time ${direction}, seq ${direction}`,
      )
      .raw();
  const sameTimeLater = prepare('time = ? AND seq > ?', 'ASC');
  const later = prepare('time > ? AND time <= ?', 'ASC');
  const sameTimeEarlier = prepare('time = ? AND seq < ?', 'DESC');
  const earlier = prepare('time < ? AND time >= ?', 'DESC');
  return function* (cursor: TimeCursor, bound: number, order: 'asc' | 'desc'): Generator<Row> {
    const within = order === 'asc' ? cursor.time <= bound : cursor.time >= bound;
    if (within) yield* (order === 'asc' ? sameTimeLater : sameTimeEarlier).iterate(cursor.time, cursor.seq);
    yield* (order === 'asc' ? later : earlier).iterate(cursor.time, bound);
  };
}

function notificationsBy(database: BetterSqlite3.Database, direction: 'ASC' | 'DESC'): Notifications {
  return database.prepare(
    `SELECT envelope FROM notifications WHERE time BETWEEN ? AND ?
     ORDER BY time ${direction}, number ${direction} LIMIT ? OFFSET ?`,
  );
}
