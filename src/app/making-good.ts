import type { ConnectionState } from '../client/index.ts';

/** Whether something was missed that is still to come. */
export function isBeingMadeGood(state: ConnectionState): boolean {
  switch (state.kind) {
    case 'live':
      return state.isCatchingUp;
    case 'connecting':
    case 'stalled':
    case 'reconnecting':
    case 'offline':
      return true;
    case 'polling':
      // A poll that is answered brings what is new, like a socket.
      return state.problem !== undefined;
    // What is paused comes when it is resumed.
    case 'paused':
    case 'idle':
    case 'unauthorized':
    case 'ended':
      return false;
    default:
      return state satisfies never;
  }
}
