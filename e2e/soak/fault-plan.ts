import type { UpgradeRefusal } from '../upgrade-request.ts';
import { durationOf, type Fault, type NetworkFault, type PersonFault, type ServerFault } from './faults.ts';
import { SeededRandom } from './random.ts';

/** A server that is soaked. */
export type SubjectName = 'stub' | 'stub-ext' | 'gateway';
export const SUBJECTS = ['stub', 'stub-ext', 'gateway'] as const satisfies readonly SubjectName[];

export interface Planned<Kind extends Fault> {
  /** Milliseconds since the start. */
  readonly atMs: number;
  readonly fault: Kind;
}

/** Faults one after the other; those of different lanes overlap as they like. */
export interface FaultPlan {
  readonly network: readonly Planned<NetworkFault>[];
  readonly server: readonly Planned<ServerFault>[];
  readonly pauses: readonly Planned<PersonFault>[];
  readonly filters: readonly Planned<PersonFault>[];
}

/** The longest that a fault lasts, and the longest quiet stretch between two, in a long run. */
const LONGEST_MS = 60_000;
const LONGEST_QUIET_MS = 60_000;
/** How long sockets must be blocked until a client polls: three refusals, and the waits between them. */
const UNTIL_POLLING_MS = 5_000;

/** What the times of a run are measured by: a short run has everything that a long one has, but shorter. */
interface Scale {
  readonly random: SeededRandom;
  readonly longestMs: number;
  /** How long it is quiet between two faults: at least, and at most. */
  readonly quietMs: readonly [least: number, most: number];
}

type Draw<Kind extends Fault> = (scale: Scale) => Kind;

const duration = ({ random, longestMs }: Scale): number => random.spread(Math.min(1_000, longestMs), longestMs);

const NETWORK: readonly Draw<NetworkFault>[] = [
  () => ({ kind: 'cut' }),
  () => ({ kind: 'cut' }),
  (scale) => ({ kind: 'flap', everyMs: scale.random.whole(300, 2_000), forMs: duration(scale) }),
  (scale) => ({ kind: 'freeze', forMs: duration(scale) }),
  (scale) => ({ kind: 'freeze', forMs: duration(scale) }),
  (scale) => ({ kind: 'throttle', bytesPerSecond: scale.random.spread(2_000, 200_000), forMs: duration(scale) }),
  (scale) => ({ kind: 'delay', delayMs: scale.random.spread(20, 1_500), forMs: duration(scale) }),
  (scale) => blockFault(scale),
];

function blockFault({ random, longestMs }: Scale): NetworkFault {
  const forMs = random.spread(UNTIL_POLLING_MS, Math.max(UNTIL_POLLING_MS * 1.5, longestMs));
  return { kind: 'block', how: random.pick<UpgradeRefusal>([200, 400, 'reset', 'hang']), forMs };
}

function restartFault({ random, longestMs }: Scale, keeps: boolean): ServerFault {
  return { kind: 'restart', keeps, isAbrupt: random.next() < 0.5, forMs: random.spread(200, longestMs / 2) };
}

const RESTARTS: readonly Draw<ServerFault>[] = [
  (scale) => restartFault(scale, true),
  (scale) => restartFault(scale, true),
  (scale) => restartFault(scale, false),
];

const STUB_FAULTS: readonly Draw<ServerFault>[] = [
  ...RESTARTS,
  (scale) => restFault(scale),
  (scale) => restFault(scale),
  (scale) => ({ kind: 'rest is slow', delayMs: scale.random.spread(50, 5_000), forMs: duration(scale) }),
  (scale) => ({ kind: 'rest is silent', forMs: duration(scale) }),
  ({ random }) => ({ kind: 'close', code: random.pick([1001, 1011, 1012, 4408]) }),
  ({ random }) => ({ kind: 'stream end', reason: random.pick(['restart', 'server_shutdown', 'rebalancing']) }),
  (scale) => ({ kind: 'short memory', lines: scale.random.whole(0, 2_000), forMs: duration(scale) }),
  () => ({ kind: 'forget' }),
];

function restFault(scale: Scale): ServerFault {
  const { random } = scale;
  const status = random.pick([429, 500, 503] as const);
  return { kind: 'rest fails', status, retryAfter: String(random.whole(1, 4)), forMs: duration(scale) };
}

const PAUSES: readonly Draw<PersonFault>[] = [(scale) => ({ kind: 'pause', forMs: duration(scale) })];
const FILTERS: readonly Draw<PersonFault>[] = [() => ({ kind: 'other filter' })];

/** Everything that will go wrong in a run of so many milliseconds, from the seed alone. */
export function planFaults(seed: string, subject: SubjectName, totalMs: number): FaultPlan {
  const longestMs = Math.min(LONGEST_MS, Math.max(3_000, totalMs / 10));
  const plan = <Kind extends Fault>(
    lane: string,
    draws: readonly Draw<Kind>[],
    [least, most]: readonly [least: number, most: number],
  ): Planned<Kind>[] => {
    const random = new SeededRandom(`${seed}/${subject}/${lane}`);
    const quietMs = [longestMs * least, Math.min(LONGEST_QUIET_MS, longestMs * most)] as const;
    return planLane({ random, longestMs, quietMs }, draws, totalMs);
  };
  return {
    network: plan('network', NETWORK, [0.1, 1]),
    // Nothing but restarts can befall the gateway: with more of them it would hardly ever be there.
    server: subject === 'gateway' ? plan('server', RESTARTS, [0.5, 2]) : plan('server', STUB_FAULTS, [0.1, 1]),
    // The name of a lane is a part of its seed.
    pauses: plan('person', PAUSES, [0.1, 1]),
    filters: plan('filters', FILTERS, [0.1, 1]),
  };
}

function planLane<Kind extends Fault>(scale: Scale, draws: readonly Draw<Kind>[], totalMs: number): Planned<Kind>[] {
  const planned: Planned<Kind>[] = [];
  let atMs = 0;
  for (;;) {
    // Each kind once before any comes again, so that a short run has many of them.
    for (const draw of scale.random.shuffled(draws)) {
      atMs += scale.random.spread(...scale.quietMs);
      const fault = draw(scale);
      if (atMs + durationOf(fault) > totalMs) return planned;
      planned.push({ atMs, fault });
      atMs += durationOf(fault);
    }
  }
}
