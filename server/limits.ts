/** Everything that the gateway bounds, in one place, so that a test or an operator's build can tighten it. */
export interface GatewayLimits {
  /** A batch is committed at the latest this long after its first log, or as soon as it holds `commitLogs`. */
  readonly commitEveryMs: number;
  readonly commitLogs: number;
  /** Most logs that may wait for the store; beyond it HTTP senders are asked to come back. */
  readonly pendingLogs: number;
  /** How often the store is asked to forget what is older or larger than its bounds. */
  readonly enforceBoundsEveryMs: number;

  readonly connections: number;
  readonly heartbeatMs: number;
  /** Heartbeats in a row that may go unanswered before a client is taken for dead. */
  readonly missedHeartbeats: number;
  /** Unreadable frames that a client may send before it is closed. */
  readonly invalidFrames: number;
  /** Frames that a client may send within ten seconds. */
  readonly framesPerTenSeconds: number;
  /** Bytes waiting in a client's socket above which nothing more is written, and below which writing goes on. */
  readonly socketHighBytes: number;
  readonly socketLowBytes: number;
  /** How many sequence numbers are read from the store at a time while a client catches up. */
  readonly catchUpLogs: number;
  /** Most logs that are sent again to a reader that resumes; of more, the newest are (`resume.1`). */
  readonly resumeLogs: number;
  /** Most logs in one message, and most characters of their data together (`batch.1`); a longer log goes alone. */
  readonly messageLogs: number;
  readonly messageCharacters: number;

  readonly bodyBytes: number;
  readonly logsPerRequest: number;
  readonly metadataDepth: number;
  /** A page of logs is cut short (and says that there is more) before its text grows longer than this. */
  readonly answerCharacters: number;
  /** Searches through history that run at once, and that wait for their turn. */
  readonly runningSearches: number;
  readonly waitingSearches: number;
}

export const DEFAULT_LIMITS: GatewayLimits = {
  commitEveryMs: 20,
  commitLogs: 1_000,
  pendingLogs: 200_000,
  enforceBoundsEveryMs: 15_000,

  connections: 200,
  heartbeatMs: 30_000,
  missedHeartbeats: 2,
  invalidFrames: 20,
  framesPerTenSeconds: 500,
  socketHighBytes: 2 * 1024 * 1024,
  socketLowBytes: 512 * 1024,
  catchUpLogs: 1_000,
  resumeLogs: 100_000,
  messageLogs: 500,
  messageCharacters: 1_000_000,

  bodyBytes: 10_000_000,
  logsPerRequest: 50_000,
  metadataDepth: 100,
  answerCharacters: 32 * 1024 * 1024,
  runningSearches: 4,
  waitingSearches: 64,
};
