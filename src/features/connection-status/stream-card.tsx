import type { JSX } from 'react';
import type { ConnectionStats, StreamStatus } from '../../stores/index.ts';
import { formatAge, formatBytes, formatClock, formatCount, formatDuration } from '../../ui/time-format.ts';
import { visibleText } from '../../ui/visible-text.ts';
import { describeStatus } from './describe-state.ts';
import { StateDot } from './state-dot.tsx';
import styles from './stream-card.module.css';

interface StreamCardProps {
  readonly name: string;
  readonly status: StreamStatus;
  readonly isLogStream: boolean;
  readonly now: number;
  readonly timeZone: string;
}

/** One stream: how it is and why, what brings it, and how well. */
export function StreamCard({ name, status, isLogStream, now, timeZone }: StreamCardProps): JSX.Element {
  const { state, since, why, stats } = status;
  // Only logs are expected to keep coming: a quiet notification stream is the normal case.
  const { words, isQuiet } = isLogStream
    ? describeStatus(status, now, timeZone)
    : describeStatus({ ...status, lastReport: undefined, stats: asIfBusy(stats, now) }, now, timeZone);
  return (
    <section className={styles['card']} aria-label={`${name} stream`}>
      <h3 className={styles['name']}>{name}</h3>
      <p className={styles['state']}>
        <StateDot state={state.kind === 'idle' ? 'connecting' : state.kind} isQuiet={isQuiet} />
        <strong>{visibleText(words)}</strong>
      </p>
      {why !== undefined && !words.includes(why) && <p className={styles['why']}>{visibleText(why)}</p>}
      <dl className={styles['facts']}>
        {since > 0 && (
          <Fact name="In this state">
            {formatDuration(now - since)}, since {formatClock(since, timeZone).slice(0, 8)}
          </Fact>
        )}
        {stats !== undefined && <Measured status={status} stats={stats} isLogStream={isLogStream} now={now} />}
      </dl>
    </section>
  );
}

function asIfBusy(stats: ConnectionStats | undefined, now: number): ConnectionStats | undefined {
  return stats === undefined ? undefined : { ...stats, lastLogAt: now };
}

interface MeasuredProps {
  readonly status: StreamStatus;
  readonly stats: ConnectionStats;
  readonly isLogStream: boolean;
  readonly now: number;
}

function Measured({ status: { traffic, interruptions }, stats, isLogStream, now }: MeasuredProps): JSX.Element {
  return (
    <>
      <Fact name="Transport">{TRANSPORTS[stats.transport]}</Fact>
      {isLogStream && (
        <Fact name="Extensions">{stats.extensions.length === 0 ? 'none agreed' : stats.extensions.join(', ')}</Fact>
      )}
      <Fact name="Heartbeat">{heartbeatWords(stats, now)}</Fact>
      <Fact name="Last round trip">
        {stats.roundTripMs === undefined ? 'not measured yet' : `${formatCount(Math.round(stats.roundTripMs))} ms`}
      </Fact>
      <Fact name="Server clock">{clockWords(stats.clockSkewMs)}</Fact>
      {isLogStream && (
        <Fact name="Last line">{stats.lastLogAt === undefined ? 'none yet' : formatAge(now - stats.lastLogAt)}</Fact>
      )}
      <Fact name="Now, on the socket">
        {formatRate(traffic.messagesPerSecond)} messages/s, {formatBytes(traffic.bytesPerSecond)}/s
      </Fact>
      <Fact name="So far, on the socket">
        {formatCount(stats.frames)} {stats.frames === 1 ? 'message' : 'messages'}, {formatBytes(stats.bytes)}
      </Fact>
      <Fact name="Interruptions">{formatCount(interruptions)}</Fact>
      <Fact name="Attempts to reconnect">{formatCount(stats.reconnects)}</Fact>
      <Fact name="Fell silent">{formatCount(stats.stalls)}</Fact>
      <Fact name="Gaps">{formatCount(stats.gaps)}</Fact>
      <Fact name="REST pages">
        {formatCount(stats.fetches)}
        {stats.failedFetches === 0 ? '' : `, ${formatCount(stats.failedFetches)} failed`}
      </Fact>
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }): JSX.Element {
  return (
    <div className={styles['fact']}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const TRANSPORTS: Readonly<Record<ConnectionStats['transport'], string>> = {
  socket: 'WebSocket',
  polling: 'REST, polled',
  none: 'none at present',
};

function heartbeatWords({ lastHeartbeatAt, heartbeatIntervalMs }: ConnectionStats, now: number): string {
  if (lastHeartbeatAt === undefined) return 'none yet: unverified';
  const every = heartbeatIntervalMs === undefined ? '' : `, every ${formatDuration(heartbeatIntervalMs)}`;
  return `${formatAge(now - lastHeartbeatAt)}${every}`;
}

/** Every message is late by its way, so what is less than this may be the way alone. */
const IN_STEP_MS = 300;

function clockWords(skewMs: number | undefined): string {
  if (skewMs === undefined) return 'not told yet';
  if (Math.abs(skewMs) < IN_STEP_MS) return 'in step with this one';
  const amount =
    Math.abs(skewMs) < 60_000 ? `${(Math.abs(skewMs) / 1_000).toFixed(1)} s` : formatDuration(Math.abs(skewMs));
  return `${amount} ${skewMs > 0 ? 'ahead' : 'behind'}`;
}

function formatRate(perSecond: number): string {
  return perSecond > 0 && perSecond < 9.95 ? perSecond.toFixed(1) : formatCount(Math.round(perSecond));
}
