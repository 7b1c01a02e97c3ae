import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import '../ui/base.css';
import { AppPage, Sockets, StartProblem } from './app.tsx';
import { createApp } from './create-app.ts';
import { loadRuntimeConfig } from './runtime-config.ts';
import { isSignInFragment, takeSignInLink } from './sign-in-link.ts';

// Before anything else could look at the address.
const link = takeSignInLink(location, history);
// Pasted into a tab that shows the page already, a sign-in link changes only the fragment: begin anew with it.
window.addEventListener('hashchange', () => {
  if (isSignInFragment(location.hash)) location.reload();
});

async function start(): Promise<void> {
  const container = document.getElementById('root');
  if (container === null) return;
  const root = createRoot(container);
  const loaded = await loadRuntimeConfig(() => fetch('config.json', { cache: 'no-cache' }));
  if (!loaded.ok) return root.render(<StartProblem message={loaded.message} />);
  const app = createApp(loaded.config, link);
  // The server begins to answer while the page is drawn for the first time.
  flushSync(() => createRoot(document.createElement('div')).render(<Sockets drivers={app.drivers} />));
  root.render(<AppPage app={app} />);
}

void start();
