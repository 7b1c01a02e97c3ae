import { describeRestProblem, type RestClient, type RestClientOptions, type RestFailure } from '../client/index.ts';
import { loadWhenUsed } from '../ui/later-part.ts';
import type * as WhenAllowed from './when-allowed.ts';

/** How long an answer is waited for. */
export const REST_TIMEOUT_MS = 15_000;

type PageClient = RestClient<AbortSignal>;
type Loaded = typeof WhenAllowed;

/** What can be asked over REST. */
export type RestCalls = Pick<PageClient, 'fetchLogs' | 'fetchLog' | 'fetchNotifications' | 'fetchPage' | 'probe'>;

const restClient = loadWhenUsed(() => import('./when-allowed.ts'));

/** When it has been loaded, in idle time or by a call. */
export function restLoaded(): Promise<void> {
  return new Promise((resolve) => {
    // Once it is there, nothing changes any more.
    restClient.subscribe(() => restClient.state.kind === 'loaded' && resolve());
    if (restClient.state.kind === 'loaded') resolve();
  });
}

const NOT_LOADED: { readonly ok: false; readonly failure: RestFailure } = {
  ok: false,
  failure: { kind: 'network', message: describeRestProblem('network') },
};

/** The calls over REST, by a client that is loaded with the first of them. That it cannot be loaded is a failure of the network. */
export function laterRestCalls(options: RestClientOptions<AbortSignal>): RestCalls {
  const call = async <Answer>(
    ask: (client: PageClient, whenAllowed: Loaded['whenAllowed']) => Promise<Answer>,
    failed: Answer,
  ): Promise<Answer> => {
    let loaded: Loaded;
    try {
      loaded = await restClient.get();
    } catch {
      return failed;
    }
    return ask(new loaded.RestClient<AbortSignal>(options), loaded.whenAllowed);
  };
  return {
    fetchLogs: (request, signal) =>
      call((client, whenAllowed) => whenAllowed(() => client.fetchLogs(request, signal), signal), NOT_LOADED),
    fetchLog: (...request) => call((client) => client.fetchLog(...request), NOT_LOADED),
    fetchNotifications: (...request) => call((client) => client.fetchNotifications(...request), NOT_LOADED),
    fetchPage: (...request) => call((client) => client.fetchPage(...request), NOT_LOADED),
    probe: (...request) => call((client) => client.probe(...request), { kind: 'unreachable' }),
  };
}
