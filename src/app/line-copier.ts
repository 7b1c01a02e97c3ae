import {
  selectedRanges,
  type CopyFormat,
  type LogLine,
  type LogStore,
  type SelectionStore,
  type Slicing,
  type StreamStore,
} from '../stores/index.ts';
import { lineTexts } from './line-texts.ts';
import type { RestCalls } from './rest-calls.ts';
import { textsAsRead } from './texts-as-read.ts';

/** Clipboards and whatever is pasted into take no more: in characters. */
export const MAX_COPIED = 50_000_000;
const SLICE_MS = 8;

export interface LineCopierParts {
  readonly logStore: LogStore;
  readonly selectionStore: SelectionStore;
  readonly streamStore: StreamStore;
  readonly slicing: Slicing;
  /** `undefined` while nobody is signed in. */
  readonly rest: () => RestCalls | undefined;
}

/** What is to be copied of what is selected. */
export interface CopiedLines {
  readonly text: Blob;
  readonly lines: number;
  /** How many of them had to be put together from their fields. */
  readonly composed: number;
  /** Whether the lines behind them would have been too much. */
  readonly isCut: boolean;
}

/** Writes the selected lines in a format, in slices that leave the page time to draw. */
export async function copySelectedLines(parts: LineCopierParts, format: CopyFormat): Promise<CopiedLines> {
  const pause = pausing(parts.slicing);
  const { lines, isCut } = await collect(parts, pause);
  const { request } = parts.streamStore.getState();
  const asRead = format === 'json' ? new Map<string, string>() : await textsAsRead(lines, request, parts.rest());
  const { head, between, foot, textOf } = lineTexts(format, lines, asRead);
  const pieces: string[] = [];
  let length = 0;
  let copied = 0;
  let composed = 0;
  for (const line of lines) {
    const text = textOf(line);
    // Texts as they were read may be longer than what the list holds of them.
    if (copied > 0 && length + text.length > MAX_COPIED) break;
    pieces.push(copied === 0 ? head : between, text);
    length += text.length;
    copied += 1;
    if (format !== 'json' && !asRead.has(line.id)) composed += 1;
    await pause();
  }
  pieces.push(foot);
  const text = new Blob(pieces, { type: 'text/plain' });
  return { text, lines: copied, composed, isCut: isCut || copied < lines.length };
}

/** The lines that are selected and shown. What is put between or evicted meanwhile is followed. */
async function collect(
  { logStore, selectionStore }: LineCopierParts,
  pause: () => Promise<void>,
): Promise<{ readonly lines: readonly LogLine[]; readonly isCut: boolean }> {
  const { buffer, view } = logStore.getState();
  const lines: LogLine[] = [];
  let length = 0;
  let from = -Infinity;
  for (;;) {
    const seq = nextSelected(selectionStore, view, from);
    if (seq === undefined) return { lines, isCut: false };
    const entry = buffer.at(seq);
    if (entry?.kind === 'line') {
      length += entry.message.length + entry.metadataJson.length;
      if (lines.length > 0 && length > MAX_COPIED) return { lines, isCut: true };
      lines.push(entry);
    }
    await pause();
    from = buffer.currentSeq(seq) + 1;
  }
}

function nextSelected(
  selectionStore: SelectionStore,
  view: ReturnType<LogStore['getState']>['view'],
  from: number,
): number | undefined {
  for (const { first, last } of selectedRanges(selectionStore.getState().selection)) {
    if (last < from) continue;
    const seq = view.nextPassing(Math.max(first, from));
    if (seq !== undefined && seq <= last) return seq;
  }
  return undefined;
}

/** Lets the page draw as soon as a slice of time is used up; costs next to nothing until then. */
function pausing(slicing: Slicing): () => Promise<void> {
  let until = slicing.now() + SLICE_MS;
  const atOnce = Promise.resolve();
  return () => {
    if (slicing.now() < until) return atOnce;
    return new Promise((resolve) => {
      slicing.soon(() => {
        until = slicing.now() + SLICE_MS;
        resolve();
      });
    });
  };
}
