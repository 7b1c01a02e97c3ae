// The door of the published client library, `neurallog-live/client` (docs/client-library.md). What is exported here is a
// promise to programs elsewhere; inside this repository the room's own door is ../index.ts.
export type {
  ActionExecutedMessage,
  Extension,
  Filter,
  FilterScalar,
  FrameProblem,
  JsonObject,
  JsonValue,
  LogRecord,
  NotificationMessage,
  RuleTriggeredMessage,
  StreamStartData,
  SystemNotificationMessage,
} from '../../protocol/index.ts';
export type { ContinuityReport, Via } from '../connection-effects.ts';
export { describeCloseReason, type CloseReason, type ConnectionState } from '../connection-state.ts';
export { describeFrameProblem } from '../errors.ts';
export { describeState } from './describe-state.ts';
export type { SecretSource } from './credential-source.ts';
export type {
  GapEntry,
  LogEntry,
  LogStreamEvents,
  NotificationEntry,
  NotificationStreamEvents,
  StreamEnd,
  StreamEvents,
  StreamStats,
} from './entries.ts';
export type { Listener } from './listeners.ts';
export type { EntriesOptions, LiveStream } from './live-stream.ts';
export { openLogStream, type LogStream } from './log-stream.ts';
export { openNotificationStream, type NotificationStream } from './notification-stream.ts';
export type { FetchLike, SocketClass, SocketLike, StopSignal } from './platform.ts';
export { StreamError, type StreamErrorCode } from './stream-error.ts';
export type { LogStreamOptions, StreamOptions } from './stream-options.ts';
