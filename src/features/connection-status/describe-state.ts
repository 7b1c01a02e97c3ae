import type { ConnectionState } from '../../stores/index.ts';

const seconds = (milliseconds: number): number => Math.max(0, Math.ceil(milliseconds / 1_000));

/** A connection state as a person reads it. `now` in milliseconds since 1970. */
export function describeState(state: ConnectionState, now: number): string {
  switch (state.kind) {
    case 'idle':
    case 'connecting':
      return 'Connecting…';
    case 'live': {
      const quiet = seconds(now - state.lastFrameAt);
      return quiet > 30 && !state.livenessVerified ? `Live, nothing heard for ${quiet} s` : 'Live';
    }
    case 'paused':
      return 'Paused';
    case 'stalled':
      return `Stalled, nothing heard for ${seconds(now - state.silentSince)} s`;
    case 'reconnecting':
      return state.retryAt <= now ? 'Reconnecting…' : `Reconnecting in ${seconds(state.retryAt - now)} s`;
    case 'polling':
      return 'Polling';
    case 'offline':
      return 'Offline';
    case 'unauthorized':
      return state.code === 'forbidden' ? `Not allowed: ${state.message}` : 'Credentials refused';
    case 'ended':
      return `Ended: ${state.message}`;
  }
}
