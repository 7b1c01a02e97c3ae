/** Addresses of style sheets that did not come, until somebody takes care of them. */
let broken: string[] = [];

if (typeof document !== 'undefined') {
  document.addEventListener('error', note, { capture: true });
}

function note({ target }: Event): void {
  if (!(target instanceof HTMLLinkElement) || target.rel !== 'stylesheet') return;
  broken.push(target.href);
  target.remove();
}

/** The bundler's own loader asks for each style sheet once and goes without it the next time: the rest is up to the taker. */
export function takeBrokenStyles(): readonly string[] {
  const taken = broken;
  broken = [];
  return taken;
}

/** Rejects where it still does not come. */
export function loadStyle(href: string): Promise<void> {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = href;
  return new Promise((resolve, reject) => {
    link.addEventListener('load', () => resolve());
    link.addEventListener('error', () => reject(new Error(`Unable to load ${href}`)));
    document.head.append(link);
  });
}
