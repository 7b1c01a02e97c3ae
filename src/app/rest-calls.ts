import { describeRestProblem, type RestClient, type RestClientOptions, type RestFailure } from '../client/index.ts';
import { loadWhenUsed } from '../ui/later-part.ts';

type PageClient = RestClient<AbortSignal>;

/** What can be asked over REST. */
export type RestCalls = Pick<PageClient, 'fetchLogs' | 'fetchLog' | 'fetchNotifications' | 'fetchPage' | 'probe'>;

const restClient = loadWhenUsed(async () => (await import('../client/rest-client.ts')).RestClient);

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
  const call = async <Answer>(ask: (client: PageClient) => Promise<Answer>, failed: Answer): Promise<Answer> => {
    let Client: typeof RestClient;
    try {
      Client = await restClient.get();
    } catch {
      return failed;
    }
    return ask(new Client<AbortSignal>(options));
  };
  return {
    fetchLogs: (...request) => call((client) => client.fetchLogs(...request), NOT_LOADED),
    fetchLog: (...request) => call((client) => client.fetchLog(...request), NOT_LOADED),
    fetchNotifications: (...request) => call((client) => client.fetchNotifications(...request), NOT_LOADED),
    fetchPage: (...request) => call((client) => client.fetchPage(...request), NOT_LOADED),
    probe: (...request) => call((client) => client.probe(...request), { kind: 'unreachable' }),
  };
}
