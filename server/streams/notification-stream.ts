import { CLOSE_CODES } from '../../src/protocol/index.ts';
import type { NotificationHub } from '../notification-hub.ts';
import type { StreamSocket } from './stream-socket.ts';

/** Sends notifications from now on; those before are asked for over REST. */
export function startNotificationStream(socket: StreamSocket, hub: NotificationHub): void {
  const unsubscribe = hub.subscribe((_notification, message) => {
    if (socket.isCongested) {
      socket.refuse(CLOSE_CODES.tooSlow, 'too_slow', 'The reader is too slow for its notifications.');
      return;
    }
    socket.send(message);
  });
  socket.onClose(unsubscribe);
  socket.onCommand((command) => {
    socket.sendError('invalid_command', 'The notification stream takes no commands.', { commandId: command.id });
  });
}
