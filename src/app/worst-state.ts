import type { ConnectionState } from '../client/index.ts';

/** From what needs no look to what needs one first. */
const BY_CONCERN: readonly ConnectionState['kind'][] = [
  'live',
  'idle',
  'connecting',
  'ended',
  'paused',
  'polling',
  'stalled',
  'offline',
  'reconnecting',
  'unauthorized',
];

/** The state of several streams that is most worth a look. */
export function worstState(states: readonly ConnectionState[]): ConnectionState {
  const concern = ({ kind }: ConnectionState): number => BY_CONCERN.indexOf(kind);
  return states.reduce<ConnectionState>(
    (worst, state) => (concern(state) > concern(worst) ? state : worst),
    states[0] ?? { kind: 'idle' },
  );
}
