import { rowTexts } from '../features/log-viewer/log-viewer.tsx';
import type { Commands } from '../stores/index.ts';
import { loadWhenUsed } from '../ui/later-part.ts';
import type { Finding, FindingParts } from './finding.ts';
import { pageSlicing } from './page-slicing.ts';

const finding = loadWhenUsed(async () => {
  const [{ Finding }, reading] = await Promise.all([import('./finding.ts'), rowTexts.get()]);
  return (parts: FindParts) => new Finding({ ...parts, reading, slicing: pageSlicing });
});

type FindParts = Omit<FindingParts, 'slicing' | 'reading'>;

/** What finds is loaded when somebody looks for something. */
export function createFindCommand(parts: FindParts): Commands['find'] {
  let made: Finding | undefined;
  return (request) => {
    const answer = (make: (parts: FindParts) => Finding): void => (made ??= make(parts)).answer(request);
    const { state } = finding;
    // At once where it can be: a field shows what is typed into it by what is kept.
    if (state.kind === 'loaded') answer(state.value);
    else {
      finding.get().then(answer, () => {
        parts.findStore.setState({ isOpen: request.kind !== 'close', problem: 'The server did not send what finds.' });
      });
    }
  };
}
