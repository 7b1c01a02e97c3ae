import { loadWhenUsed } from '../../ui/later-part.ts';

/** What a reader does beyond reading: nobody needs it for the first line. */
export const readingTools = loadWhenUsed(() => import('./reading-tools.ts'));
