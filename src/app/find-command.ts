import { rowTexts } from '../features/log-viewer/log-viewer.tsx';
import type { Commands } from '../stores/index.ts';
import { loadWhenUsed } from '../ui/later-part.ts';
import type { Finding, FindingParts } from './finding.ts';
import { pageSlicing } from './page-slicing.ts';

/** What finds is loaded when somebody looks for something. */
export function createFindCommand(parts: Omit<FindingParts, 'slicing' | 'reading'>): Commands['find'] {
  const part = loadWhenUsed(async () => {
    const [{ Finding }, reading] = await Promise.all([import('./finding.ts'), rowTexts.get()]);
    return new Finding({ ...parts, reading, slicing: pageSlicing });
  });
  return (request) => {
    const answer = (finding: Finding): void => finding.answer(request);
    const { state } = part;
    // At once where it can be: a field shows what is typed into it by what is kept.
    if (state.kind === 'loaded') answer(state.value);
    else {
      part.get().then(answer, () => {
        parts.findStore.setState({ isOpen: request.kind !== 'close', problem: 'The server did not send what finds.' });
      });
    }
  };
}
