import { DEFAULT_STREAM_REQUEST, parseTimestamp } from '../../protocol/index.ts';
import type { ConnectionEvent } from '../connection-effects.ts';
import type { NotificationEntry, NotificationStreamEvents } from './entries.ts';
import { StreamBase, type LiveStream } from './live-stream.ts';
import { refuseUnknownOptions } from './option-names.ts';
import { STREAM_OPTION_NAMES, readStreamOptions, type StreamOptions } from './stream-options.ts';

/** A stream of notifications: rules that triggered, actions that ran, news of the system. */
export interface NotificationStream extends LiveStream<NotificationEntry, NotificationStreamEvents> {}

/**
 * Opens the stream of notifications and keeps it open, like `openLogStream`. It begins with what happens from now on; what
 * was missed in an interruption is fetched over REST.
 */
export function openNotificationStream(options: StreamOptions): NotificationStream {
  return new OpenNotificationStream(options);
}

class OpenNotificationStream extends StreamBase<NotificationEntry> implements NotificationStream {
  constructor(options: StreamOptions) {
    refuseUnknownOptions(options, STREAM_OPTION_NAMES);
    super({ stream: 'notifications', settings: readStreamOptions(options), request: DEFAULT_STREAM_REQUEST });
  }

  protected override takeOwn(event: ConnectionEvent): void {
    if (event.kind !== 'notification') return;
    const { message, via } = event;
    const entry: NotificationEntry = { kind: 'notification', message, via };
    this.handOn(entry, parseTimestamp(message.timestamp));
    this.emit('notification', entry);
  }
}
