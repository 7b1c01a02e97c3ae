import { createRoot } from 'react-dom/client';
import '../ui/base.css';
import { AppPage, StartProblem } from './app.tsx';
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
  root.render(loaded.ok ? <AppPage app={createApp(loaded.config, link)} /> : <StartProblem message={loaded.message} />);
}

void start();
