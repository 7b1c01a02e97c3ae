import { useEffect, useState } from 'react';
import { useConnections, useStream } from '../../stores/index.ts';

/** An answer that comes sooner needs no words on the way. */
const SLOW_MS = 300;

/** Whether what was asked for holds. */
export interface Force {
  /** For who cannot see the state change. */
  readonly words: string;
  /** Whether the server takes its time with a query or a filter that was changed. */
  readonly isSlow: boolean;
}

/** Says of the query and the filter whether the server has answered them. */
export function useForce(applied: string): Force {
  const state = useConnections(({ logs }) => logs.state.kind);
  const isFrozen = useStream(({ stretch }) => stretch !== undefined);
  const isRefilling = useStream((stream) => stream.isRefilling);
  const isAnswered = isFrozen || state === 'live' || state === 'paused' || state === 'polling';
  const [answered, setAnswered] = useState(applied);
  if (isAnswered && answered !== applied) setAnswered(applied);
  const isSlow = useIsSlow(isRefilling || (state === 'connecting' && answered !== applied));
  if (isSlow) return { words: 'Applying: the server has not answered yet.', isSlow };
  return { words: isAnswered && applied !== '' ? 'The query is in force.' : '', isSlow };
}

/** Whether something has been going on for a while. */
function useIsSlow(isGoingOn: boolean): boolean {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    if (!isGoingOn) return undefined;
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [isGoingOn]);
  return isGoingOn && isSlow;
}
