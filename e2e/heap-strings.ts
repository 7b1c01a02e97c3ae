import type { Page } from '@playwright/test';

/** How many different texts with these words the page holds in memory, once what nobody holds is gone. */
export async function textsInMemory(page: Page, words: string): Promise<number> {
  const cdp = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  cdp.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await cdp.send('HeapProfiler.collectGarbage');
  await cdp.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await cdp.detach();
  const { strings }: { readonly strings: readonly string[] } = JSON.parse(chunks.join(''));
  return new Set(strings.filter((text) => text.includes(words))).size;
}
