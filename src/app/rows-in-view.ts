import { inActivePane } from '../ui/active-pane.ts';

/** The numbers of the first and the last line of the list that can be seen now, in the pane that is worked in; `undefined` where there are none. */
export function rowsInView(): { readonly first: number; readonly last: number } | undefined {
  const list = inActivePane('[role="log"]');
  if (list === null) return undefined;
  const { top, bottom } = list.getBoundingClientRect();
  const seqs: number[] = [];
  for (const row of list.querySelectorAll('[data-seq]')) {
    const place = row.getBoundingClientRect();
    if (place.bottom > top && place.top < bottom) seqs.push(Number(row.getAttribute('data-seq')));
  }
  return seqs.length === 0 ? undefined : { first: Math.min(...seqs), last: Math.max(...seqs) };
}
