import type { Socket } from 'node:net';
import type { StreamName } from '../../src/protocol/index.ts';

/** An HTTP status, a TCP reset, or no answer at all. */
type UpgradeAnswer = number | 'reset' | 'stall';

interface UpgradePlan {
  readonly stream: StreamName | undefined;
  readonly answer: UpgradeAnswer;
  times: number;
}

/** What the next upgrades meet: all of both streams, unless told otherwise. */
export interface UpgradeChoice {
  readonly stream?: StreamName;
  readonly times?: number;
}

/** What a test wants upgrades to meet instead of a socket. */
export class UpgradePlans {
  #plans: UpgradePlan[] = [];

  add(answer: UpgradeAnswer, { stream, times = Infinity }: UpgradeChoice): void {
    this.#plans.push({ stream, answer, times });
  }

  clear(): void {
    this.#plans = [];
  }

  /** Answers an upgrade in place of the server, and says whether it did. */
  meet(stream: StreamName | undefined, socket: Socket): boolean {
    const plan = this.#plans.find((plan) => plan.times > 0 && (plan.stream ?? stream) === stream);
    if (plan === undefined) return false;
    plan.times -= 1;
    if (plan.answer === 'reset') socket.resetAndDestroy();
    else if (plan.answer !== 'stall') refuseUpgrade(socket, plan.answer);
    return true;
  }
}

export function refuseUpgrade(socket: Socket, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
}
