// oxlint-disable-next-line import/default -- the address is made by the build
import workerUrl from './pattern-worker.ts?worker&url';

/** What browsers with trusted types offer; others take any text for an address. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL: (url: string) => string };
}

declare global {
  var trustedTypes: TrustedTypes | undefined;
}

/** The only address that a page lets through where its server demands that it vouches for addresses of scripts. */
const trusted = globalThis.trustedTypes?.createPolicy('worker-address', {
  createScriptURL(url) {
    if (url !== workerUrl) throw new TypeError('This is no script of the page.');
    return url;
  },
});

export function startPatternWorker(): Worker {
  return new Worker(trusted?.createScriptURL(workerUrl) ?? workerUrl, { type: 'module', name: 'patterns' });
}
