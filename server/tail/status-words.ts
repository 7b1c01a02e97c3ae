import {
  describeCloseReason,
  type ConnectionState,
  type ContinuityReport,
  type StreamErrorCode,
} from '../../src/client/library/index.ts';

/** What is told of a change of state, and the trouble that the connection is in from then on. */
export interface Change {
  readonly text: string;
  readonly trouble: string | undefined;
}

/** What a change of state is worth telling, `undefined` for nothing. `trouble`: what was told last, which is not said again. */
export function describeChange(state: ConnectionState, trouble: string | undefined, now: number): Change | undefined {
  switch (state.kind) {
    case 'reconnecting': {
      const reason = describeCloseReason(state.reason);
      const seconds = Math.max(0.1, (state.retryAt - now) / 1000).toFixed(1);
      return { text: `${reason === trouble ? '' : `${reason} `}Trying again in ${seconds} s.`, trouble: reason };
    }
    case 'stalled':
      return inTrouble('The connection has fallen silent. It is being replaced.', trouble);
    case 'polling':
      return inTrouble(
        state.problem === undefined
          ? 'No connection can be kept open, so the server is asked for new lines again and again.'
          : `Asking for new lines failed: ${state.problem}`,
        trouble,
      );
    case 'live':
      // Not only when what was missed has come: what became of that is told after this.
      return trouble === undefined ? undefined : { text: 'Connected again.', trouble: undefined };
    case 'idle':
    case 'connecting':
    case 'paused':
    case 'offline':
    case 'unauthorized':
    case 'ended':
      return undefined;
    default:
      return state satisfies never;
  }
}

function inTrouble(text: string, before: string | undefined): Change | undefined {
  return text === before ? undefined : { text, trouble: text };
}

/** What became of an interruption, in a sentence. */
export function describeVerdict({ verdict, recovered }: ContinuityReport): string {
  const brought = recovered === 0 ? '' : ` ${recovered} ${recovered === 1 ? 'line' : 'lines'} came after all.`;
  switch (verdict) {
    case 'confirmed':
      return `The server confirms that nothing is missing.${brought}`;
    case 'no_gap_found':
      return `No gap was found.${brought}`;
    case 'gap':
      return `Lines are, or may be, missing: the output says where.${brought}`;
    default:
      return verdict satisfies never;
  }
}

/** The page's advice, which the client's sentence for refused credentials holds. */
const PAGE_ADVICE = ' Sign in again.';

/** Why a stream was refused for good, and what to do about it in a terminal. */
export function describeEnd(message: string, code: StreamErrorCode): string {
  if (code !== 'unauthorized') return message;
  const advice =
    'Give a new token by NEURALLOG_TOKEN or --token-file, or the link that the gateway printed at its start.';
  return `${message.replace(PAGE_ADVICE, '')}\n${advice}`;
}
