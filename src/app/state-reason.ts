import { describeCloseReason, type ConnectionState } from '../client/index.ts';

/** Why a stream is in a state, in a sentence for a person; `undefined` where the state says all there is. */
export function stateReason(state: ConnectionState): string | undefined {
  switch (state.kind) {
    case 'idle':
    case 'connecting':
    case 'live':
    case 'paused':
      return undefined;
    case 'stalled':
      return 'The server has fallen silent, so the connection is being replaced.';
    case 'reconnecting':
      return describeCloseReason(state.reason);
    case 'polling': {
      const why = describeCloseReason(state.reason);
      return state.problem === undefined ? why : `${why} The last request failed, too: ${state.problem}`;
    }
    case 'offline':
      return 'This browser says that it has no network.';
    case 'unauthorized':
    case 'ended':
      return state.message;
    default:
      return state satisfies never;
  }
}
