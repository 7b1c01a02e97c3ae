import type { ConnectionState, ContinuityReport, StreamStatus } from '../../stores/index.ts';
import { formatAge, formatClock, formatCount, formatDuration } from '../../ui/time-format.ts';

/** Silence up to here is nothing to speak of. */
const QUIET_AFTER_MS = 30_000;
/** How long it is said what became of an interruption. */
const REPORT_FOR_MS = 10_000;
/** From here on an interruption is no hiccup, and it is worth saying how long it has lasted. */
const LONG_LOST_MS = 10_000;

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
  const sentences = [words];
  if (status.why !== undefined && !words.includes(status.why)) sentences.push(status.why);
  const { state, lastReport } = status;
  if (state.kind === 'live' && lastReport !== undefined && !isNews(lastReport, now)) {
    const report = describeReport(lastReport, 'lines', 'then');
    sentences.push(`${formatClock(lastReport.at, timeZone).slice(0, 8)} ${report}`);
  }
  return { words, short, spoken, isQuiet, title: sentences.join('. ') };
}

/** Whether what became of an interruption is the thing to say: for a while, and as long as it is so. */
function isNews({ at, isFilled }: NonNullable<StreamStatus['lastReport']>, now: number): boolean {
  return now - at < REPORT_FOR_MS && isFilled !== true;
}

function wordsFor(status: StreamStatus, now: number, timeZone: string): Words {
  const { state } = status;
  switch (state.kind) {
    case 'idle':
      return { words: 'Connecting…' };
    case 'connecting': {
      const lost = lostWords(status, now);
      const words = 'Connecting…';
      return lost === undefined ? { words } : { words: `${lost}, connecting…`, short: words, spoken: words };
    }
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
      const short = 'Reconnecting';
      const left = secondsUntil(state.retryAt, now);
      const lost = lostWords(status, now);
      if (lost !== undefined) {
        return { words: `${lost}, ${left === 0 ? 'reconnecting…' : `next try in ${left} s`}`, short, spoken: short };
      }
      return { words: left === 0 ? 'Reconnecting…' : `Reconnecting in ${left} s`, short, spoken: short };
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
  if (lastReport !== undefined && isNews(lastReport, now)) {
    return { words: describeReport(lastReport, 'lines', 'now'), short: SHORT_VERDICTS[lastReport.verdict] };
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

type Report = ContinuityReport & { readonly isFilled?: boolean };
type Noun = 'lines' | 'notifications';

/** What became of an interruption, in a sentence; `then`: what was marked may be filled or gone since. */
export function describeReport(report: Report, noun: Noun, when: 'now' | 'then'): string {
  const { since, until, recovered } = report;
  const one = noun === 'lines' ? 'line' : 'notification';
  const fetched = recovered === 0 ? '' : `${formatCount(recovered)} ${recovered === 1 ? one : noun} fetched, `;
  return `Back after ${formatDuration(Math.max(1_000, until - since))}: ${fetched}${verdictWords(report, noun, when)}`;
}

function verdictWords({ verdict, recovered, isFilled }: Report, noun: Noun, when: 'now' | 'then'): string {
  switch (verdict) {
    case 'confirmed':
      return `${recovered === 0 ? 'nothing was missed' : 'complete'}, confirmed by the server`;
    case 'no_gap_found':
      return 'no gap found';
    case 'gap':
      if (noun === 'notifications') return 'some may be missing';
      if (when === 'now') return 'a gap is marked';
      return `a gap was marked${isFilled === true ? ', and filled since' : ''}`;
    default:
      return verdict satisfies never;
  }
}

function lostWords({ lostAt }: StreamStatus, now: number): string | undefined {
  return lostAt === undefined || now - lostAt < LONG_LOST_MS ? undefined : `Lost ${formatAge(now - lostAt)}`;
}

function secondsUntil(at: number, now: number): number {
  return Math.max(0, Math.ceil((at - now) / 1_000));
}
