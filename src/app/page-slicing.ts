import type { Slicing } from '../stores/index.ts';

const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.addEventListener('message', () => waiting.shift()?.());
channel.port1.start();

/** Long work in slices on a real page: a message to itself comes behind frames and input, and sooner than any timer. */
export const pageSlicing: Slicing = {
  now: () => performance.now(),
  soon(run) {
    waiting.push(run);
    channel.port2.postMessage(undefined);
  },
};
