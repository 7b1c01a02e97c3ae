import { useConnections, useStream } from '../../stores/index.ts';

/** Says of the query in force whether the server has it, for who cannot see the state of the connection change. */
export function useForce(applied: string): string {
  const state = useConnections(({ logs }) => logs.state.kind);
  const isFrozen = useStream(({ stretch }) => stretch !== undefined);
  if (isFrozen || state === 'live' || state === 'paused' || state === 'polling') {
    return applied === '' ? '' : 'The query is in force.';
  }
  return state === 'connecting' ? 'The query is not in force yet: the server has not answered.' : '';
}
