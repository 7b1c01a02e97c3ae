import { RestClient, type RestAnswer } from '../client/rest-client.ts';

export { RestClient };

/** A server that goes on refusing is not asked for ever. */
const MAX_WAITS = 5;
const USUAL_WAIT_MS = 1_000;

/** Asks, and asks again where the server has too much to do, when it says that it may be (protocol, "REST"). */
export async function whenAllowed<Value>(
  ask: () => Promise<RestAnswer<Value>>,
  signal: AbortSignal | undefined,
): Promise<RestAnswer<Value>> {
  for (let waits = 0; ; waits += 1) {
    const answer = await ask();
    if (answer.ok || answer.failure.kind !== 'rate_limited' || waits === MAX_WAITS) return answer;
    await waited(answer.failure.retryAfterMs ?? USUAL_WAIT_MS, signal);
    if (signal?.aborted === true) return answer;
  }
}

function waited(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const giveUp = (): void => {
      clearTimeout(timer);
      resolve();
    };
    if (signal?.aborted === true) giveUp();
    else signal?.addEventListener('abort', giveUp, { once: true });
  });
}
