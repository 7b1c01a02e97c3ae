import { describeCloseReason, type ConnectionState } from '../connection-state.ts';

/**
 * What a stream is doing, in a sentence or two for a person. Times are left out: they are in the state, for whoever has a
 * clock. What a state of a stream quotes of a server or a provider is free of credentials already.
 */
export function describeState(state: ConnectionState): string {
  switch (state.kind) {
    case 'idle':
      return 'The stream is not open.';
    case 'connecting':
      return state.attempt === 0 ? 'Connecting.' : `Connecting again, retry ${state.attempt}.`;
    case 'live':
      return state.isCatchingUp ? 'Connected. What was missed is still being fetched.' : 'Connected.';
    case 'paused':
      return 'Paused: the server holds its logs back.';
    case 'stalled':
      return 'The connection has fallen silent. It is being replaced.';
    case 'reconnecting':
      return `${describeCloseReason(state.reason)} It will be tried again.`;
    case 'polling':
      return state.problem === undefined
        ? 'No connection can be kept open, so the server is asked for what is new again and again.'
        : `Asking the server for what is new failed: ${state.problem}`;
    case 'offline':
      return 'There is no network. The stream goes on when it is back.';
    case 'unauthorized':
    case 'ended':
      return state.message;
    default:
      return state satisfies never;
  }
}
