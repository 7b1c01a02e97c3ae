import { createRoot } from 'react-dom/client';
import '../ui/base.css';
import { AppPage, StartProblem } from './app.tsx';
import { createApp } from './create-app.ts';
import { loadRuntimeConfig } from './runtime-config.ts';
import { takeSignInLink } from './sign-in-link.ts';

// Before anything else could look at the address.
const link = takeSignInLink(location, history);

async function start(): Promise<void> {
  const container = document.getElementById('root');
  if (container === null) return;
  const root = createRoot(container);
  const loaded = await loadRuntimeConfig(() => fetch('config.json', { cache: 'no-cache' }));
  root.render(loaded.ok ? <AppPage app={createApp(loaded.config, link)} /> : <StartProblem message={loaded.message} />);
}

void start();
