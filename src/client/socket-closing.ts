import { CLOSE_CODES } from '../protocol/index.ts';
import { judgeClose } from './close-policy.ts';
import { describeCloseReason, explainClose } from './connection-state.ts';
import type { FrameOutcome } from './frame-outcome.ts';
import { describeErrorCode, describeStreamEnd } from './errors.ts';
import type { StreamSocket } from './stream-socket.ts';

interface Closing {
  readonly socket: StreamSocket;
  readonly code: number;
  readonly text: string;
  readonly now: number;
  /** Whether the stream was asked for to its present end only. */
  readonly isFinite: boolean;
}

/** What follows from the close of a socket, and whether it was refused without a word that a browser could see. */
export function judgeClosing({ socket, code, text, now, isFinite }: Closing): {
  readonly outcome: FrameOutcome;
  readonly isSilentRefusal: boolean;
} {
  const wasOpen = socket.openedAt !== undefined;
  const isSilentRefusal = !wasOpen && code === CLOSE_CODES.abnormal;
  const lastError = socket.errorBefore(now);
  const reason = explainClose(wasOpen, code, text, lastError);
  const answer = (outcome: FrameOutcome): ReturnType<typeof judgeClosing> => ({ outcome, isSilentRefusal });
  if (code === CLOSE_CODES.normal && socket.startedAt !== undefined && isFinite) {
    return answer({ kind: 'ended', reason: 'complete', message: describeStreamEnd('complete') });
  }
  const verdict = judgeClose(code, lastError);
  switch (verdict.kind) {
    case 'sign_in': {
      const message = describeErrorCode(verdict.code, lastError?.message ?? text);
      return answer({ kind: 'refused', code: verdict.code, message });
    }
    case 'give_up':
      return answer({ kind: 'ended', reason: verdict.reason, message: describeCloseReason(reason) });
    case 'wait':
      return answer({ kind: 'lost', reason, waitMs: verdict.waitMs });
    case 'retry':
      return answer({ kind: 'lost', reason, waitMs: 0 });
    default:
      return verdict satisfies never;
  }
}
