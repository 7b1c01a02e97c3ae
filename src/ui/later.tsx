import { useEffect, useSyncExternalStore, type JSX, type ReactNode } from 'react';
import { Button } from './button.tsx';
import type { LaterPart, PartState } from './later-part.ts';
import styles from './later.module.css';

export function usePartState<Value>(part: LaterPart<Value>): PartState<Value> {
  return useSyncExternalStore(part.subscribe, () => part.state);
}

interface LaterProps<Value> {
  readonly part: LaterPart<Value>;
  /** What draws the part, once it is there. */
  readonly children: (value: Value) => ReactNode;
  /** What stands in its place until then; nothing unless said otherwise. */
  readonly until?: ReactNode;
  /** Nobody wants it any longer: without it, what is said of a failure stands in the part's own place and stays. */
  readonly onGiveUp?: () => void;
}

/** Where a part is drawn that is loaded when used. That it cannot be loaded is said, with a way to try again. */
export function Later<Value>({ part, children, until, onGiveUp }: LaterProps<Value>): ReactNode {
  const state = usePartState(part);
  useEffect(() => part.want(), [part]);
  if (state.kind === 'loaded') return children(state.value);
  return state.kind === 'failed' ? <LoadProblem part={part} onGiveUp={onGiveUp} /> : until;
}

interface LoadProblemProps {
  readonly part: LaterPart<unknown>;
  readonly onGiveUp: (() => void) | undefined;
}

/** Says that a part could not be loaded. It floats over the page where it can be left, and else stands in the part's place. */
export function LoadProblem({ part, onGiveUp }: LoadProblemProps): JSX.Element {
  const leave = (): void => {
    part.giveUp();
    onGiveUp?.();
  };
  return (
    <div role="alert" className={`${styles['problem']} ${onGiveUp === undefined ? '' : styles['floating']}`}>
      <p>This part of the page could not be loaded: the server did not send it. What is shown goes on.</p>
      <Button onClick={() => part.want()}>Try again</Button>
      {onGiveUp !== undefined && (
        <Button look="quiet" onClick={leave}>
          Leave it
        </Button>
      )}
    </div>
  );
}
