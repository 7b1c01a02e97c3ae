import { describe, expect, it } from 'vitest';
import { planFaults, SUBJECTS, type FaultPlan, type Planned } from './fault-plan.ts';
import { durationOf, type Fault } from './faults.ts';

const lanesOf = ({ network, server, pauses, filters }: FaultPlan): (readonly Planned<Fault>[])[] => [
  network,
  server,
  pauses,
  filters,
];
const kindsOf = (plan: FaultPlan): Set<string> =>
  new Set(lanesOf(plan).flatMap((lane) => lane.map(({ fault }) => fault.kind)));

describe('a plan of faults', () => {
  it('follows from its seed', () => {
    for (const subject of SUBJECTS) {
      expect(planFaults('7', subject, 60_000)).toEqual(planFaults('7', subject, 60_000));
      expect(planFaults('7', subject, 60_000)).not.toEqual(planFaults('8', subject, 60_000));
    }
    expect(planFaults('7', 'stub', 60_000)).not.toEqual(planFaults('7', 'stub-ext', 60_000));
  });

  it.each([10_000, 60_000, 30 * 60_000])(
    'of %i ms is over in time, one fault after the other in each lane',
    (totalMs) => {
      for (const subject of SUBJECTS) {
        for (const lane of lanesOf(planFaults('7', subject, totalMs))) {
          let overMs = 0;
          for (const { atMs, fault } of lane) {
            expect(atMs).toBeGreaterThan(overMs);
            overMs = atMs + durationOf(fault);
          }
          expect(overMs).toBeGreaterThan(0);
          expect(overMs).toBeLessThanOrEqual(totalMs);
        }
      }
    },
  );

  it('has every kind of fault that its subject can suffer', () => {
    const everywhere = ['cut', 'flap', 'freeze', 'throttle', 'delay', 'block', 'restart', 'pause', 'other filter'];
    const stubs = ['rest fails', 'rest is slow', 'rest is silent', 'close', 'stream end', 'short memory', 'forget'];
    expect(kindsOf(planFaults('7', 'gateway', 5 * 60_000))).toEqual(new Set(everywhere));
    expect(kindsOf(planFaults('7', 'stub', 5 * 60_000))).toEqual(new Set([...everywhere, ...stubs]));
  });

  it('freezes for up to a minute in a long run, and not for long in a short one', () => {
    const longest = (totalMs: number): number =>
      Math.max(
        ...planFaults('7', 'stub', totalMs).network.map(({ fault }) => (fault.kind === 'freeze' ? fault.forMs : 0)),
      );
    expect(longest(60 * 60_000)).toBeGreaterThan(30_000);
    expect(longest(60 * 60_000)).toBeLessThanOrEqual(60_000);
    expect(longest(20_000)).toBeLessThanOrEqual(3_000);
  });
});
