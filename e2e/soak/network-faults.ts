import type { FaultProxy } from '../fault-proxy.ts';
import type { NetworkFault } from './faults.ts';

/** Does it to everything that goes through the proxy, for as long as it lasts. `wait` resolves after so many milliseconds. */
export async function suffer(
  proxy: FaultProxy,
  fault: NetworkFault,
  wait: (ms: number) => Promise<void>,
): Promise<void> {
  switch (fault.kind) {
    case 'cut':
      return proxy.cut();
    case 'flap': {
      for (let passedMs = 0; passedMs < fault.forMs; passedMs += fault.everyMs) {
        proxy.cut();
        await wait(Math.min(fault.everyMs, fault.forMs - passedMs));
      }
      return undefined;
    }
    case 'freeze':
      proxy.freeze();
      await wait(fault.forMs);
      return proxy.thaw();
    case 'throttle':
      proxy.throttle(fault.bytesPerSecond);
      await wait(fault.forMs);
      return proxy.throttle(Infinity);
    case 'delay':
      proxy.delay(fault.delayMs);
      await wait(fault.forMs);
      return proxy.delay(0);
    case 'block':
      proxy.blockUpgrades(fault.how);
      proxy.cut();
      await wait(fault.forMs);
      return proxy.allowUpgrades();
    default:
      return fault satisfies never;
  }
}
