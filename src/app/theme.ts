import type { Settings } from '../stores/index.ts';

/** Draws the page in the theme of the settings. The first time `public/theme.js` has done so, before anything was drawn. */
export function showTheme({ theme }: Pick<Settings, 'theme'>): void {
  document.documentElement.dataset['theme'] = theme;
  // The bars of a phone's browser go with it.
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const own = (meta.dataset['of'] ??= meta.media.includes('dark') ? 'dark' : 'light');
    meta.media = theme === 'system' ? `(prefers-color-scheme: ${own})` : own === theme ? 'all' : 'not all';
  }
}
