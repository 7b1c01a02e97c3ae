import { MAX_PANES, type InputProblem } from '../stores/index.ts';
import { readAddress, writeAddress, type AddressState } from './address-bar.ts';

/** What an address says of one pane besides the first: its stream, and the line that is open in it. */
export type PaneAddress = Pick<AddressState, 'request' | 'stretch' | 'logId'>;

/** The parameters that a pane has of its own; the rest is the page's. */
const OWN = new Set(['query', 'filter', 'history', 'limit', 'follow', 'from', 'to', 'log']);

/** A pane as the value of a parameter `pane`: what an address of its own would hold of its stream. */
export function writePane({ request, stretch, logId }: PaneAddress): string {
  return writeAddress({ tenant: undefined, request, stretch, logId, settings: {}, panes: [] }, '').slice(1);
}

/** Reads the parameters `pane` of an address. What is broken is named and left out, and the rest holds. */
export function readPanes(texts: readonly string[]): {
  readonly panes: readonly PaneAddress[];
  readonly problems: readonly InputProblem[];
} {
  const panes: PaneAddress[] = [];
  const problems: InputProblem[] = [];
  const say = (message: string): void => void problems.push({ cause: 'link', message });
  for (const [index, text] of texts.slice(0, MAX_PANES - 1).entries()) {
    const name = `pane ${index + 2}`;
    if ([...new URLSearchParams(text).keys()].some((key) => !OWN.has(key))) {
      say(`In the link: ${name} is not described by the parameters of a stream; it is ignored.`);
      continue;
    }
    const { state, problems: found } = readAddress(text);
    panes.push({ request: state.request, stretch: state.stretch, logId: state.logId });
    for (const { message } of found) say(message.replace('In the link:', `In the link, ${name}:`));
  }
  if (texts.length >= MAX_PANES) say(`In the link: there are more than ${MAX_PANES} panes; the rest is ignored.`);
  return { panes, problems };
}
