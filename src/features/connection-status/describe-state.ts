import type { ConnectionState, ContinuityReport, StreamStatus } from '../../stores/index.ts';
import { formatClock, formatCount, formatDuration } from '../../ui/time-format.ts';

/** Silence up to here is nothing to speak of. */
const QUIET_AFTER_MS = 30_000;
/** How long it is said what became of an interruption. */
const REPORT_FOR_MS = 10_000;

/** A stream as a person reads it. */
export interface StatusWords {
  readonly words: string;
  /** The essential, for where there is little room. */
  readonly short: string;
  /** All of it, with the reason. */
  readonly title: string;
  /** What is worth saying aloud when it changes: nothing that counts up or down. */
  readonly spoken: string;
  /** Whether the stream is up and brings nothing. */
  readonly isQuiet: boolean;
}

interface Words {
  readonly words: string;
  readonly short?: string;
  readonly spoken?: string;
  readonly isQuiet?: boolean;
}

/** Says how a stream is. `now` in milliseconds since 1970. */
export function describeStatus(status: StreamStatus, now: number, timeZone: string): StatusWords {
  const { words, short = words, spoken = words, isQuiet = false } = wordsFor(status, now, timeZone);
  const isSaid = status.why === undefined || words.includes(status.why);
  return { words, short, spoken, isQuiet, title: isSaid ? words : `${words}. ${status.why}` };
}

function wordsFor(status: StreamStatus, now: number, timeZone: string): Words {
  const { state } = status;
  switch (state.kind) {
    case 'idle':
    case 'connecting':
      return { words: 'Connecting…' };
    case 'live':
      return liveWords(status, state, now);
    case 'paused':
      return { words: 'Paused' };
    case 'stalled':
      return {
        words: `Stalled, nothing heard for ${formatDuration(now - state.silentSince)}`,
        short: 'Stalled',
        spoken: 'Stalled, nothing heard',
      };
    case 'reconnecting': {
      const left = secondsUntil(state.retryAt, now);
      if (left === 0) return { words: 'Reconnecting…', spoken: 'Reconnecting' };
      return { words: `Reconnecting in ${left} s`, short: `Reconnecting ${left} s`, spoken: 'Reconnecting' };
    }
    case 'polling': {
      const problem = state.problem === undefined ? 'no socket can be opened' : 'the last request failed';
      const left = state.retryAt === undefined ? 0 : secondsUntil(state.retryAt, now);
      const next = left === 0 ? 'trying one now' : `next try in ${left} s`;
      return { words: `Polling: ${problem}, ${next}`, short: 'Polling', spoken: `Polling: ${problem}` };
    }
    case 'offline':
      return { words: `Offline since ${formatClock(state.since, timeZone).slice(0, 5)}`, short: 'Offline' };
    case 'unauthorized':
      return state.code === 'forbidden'
        ? { words: `Not allowed: ${state.message}`, short: 'Not allowed' }
        : { words: 'Credentials refused', short: 'Refused' };
    case 'ended':
      return { words: `Ended: ${state.message}`, short: 'Ended' };
    default:
      return state satisfies never;
  }
}

function liveWords(
  { stats, lastReport }: StreamStatus,
  state: Extract<ConnectionState, { kind: 'live' }>,
  now: number,
): Words {
  if (state.isCatchingUp) return { words: 'Live, catching up…', short: 'Catching up…' };
  if (lastReport !== undefined && now - lastReport.at < REPORT_FOR_MS) {
    return { words: describeReport(lastReport, 'lines'), short: SHORT_VERDICTS[lastReport.verdict] };
  }
  const quietMs = now - Math.max(stats?.lastLogAt ?? state.since, state.since);
  if (quietMs < QUIET_AFTER_MS) return { words: 'Live' };
  const doubt = state.livenessVerified ? '' : ', heartbeat unverified';
  const quiet = formatDuration(quietMs);
  return {
    words: `Connected, no lines for ${quiet}${doubt}`,
    short: `Quiet ${quiet}`,
    spoken: `Connected, no lines${doubt}`,
    isQuiet: true,
  };
}

const SHORT_VERDICTS: Readonly<Record<ContinuityReport['verdict'], string>> = {
  confirmed: 'Back, complete',
  no_gap_found: 'Back, no gap',
  gap: 'Back, gap marked',
};

/** What became of an interruption, in a sentence. */
export function describeReport(
  { verdict, since, until, recovered }: ContinuityReport,
  noun: 'lines' | 'notifications',
): string {
  const one = noun === 'lines' ? 'line' : 'notification';
  const fetched = recovered === 0 ? '' : `${formatCount(recovered)} ${recovered === 1 ? one : noun} fetched, `;
  return `Back after ${formatDuration(Math.max(1_000, until - since))}: ${fetched}${verdictWords(verdict, recovered, noun)}`;
}

function verdictWords(verdict: ContinuityReport['verdict'], recovered: number, noun: string): string {
  switch (verdict) {
    case 'confirmed':
      return `${recovered === 0 ? 'nothing was missed' : 'complete'}, confirmed by the server`;
    case 'no_gap_found':
      return 'no gap found';
    case 'gap':
      return noun === 'lines' ? 'a gap is marked' : 'some may be missing';
    default:
      return verdict satisfies never;
  }
}

function secondsUntil(at: number, now: number): number {
  return Math.max(0, Math.ceil((at - now) / 1_000));
}
