import { PatternLedger } from './pattern-ledger.ts';
import type { FromWorker, ToWorker } from './pattern-messages.ts';

// Runs beside the page, so that finding patterns takes nothing from drawing.

let run = 0;
let ledger = new PatternLedger();

function answer(message: FromWorker, transfer: Transferable[] = []): void {
  postMessage(message, { transfer });
}

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'begin') {
    run = data.run;
    ledger = new PatternLedger();
    return;
  }
  // Said of lines that were shown under another query.
  if (data.run !== run) return;
  switch (data.kind) {
    case 'lines':
      ledger.take(data);
      answer({ kind: 'taken', run, lines: data.seqs.length });
      break;
    case 'forget':
      ledger.forget(-Infinity, data.before);
      for (const { from, to } of data.stretches) ledger.forget(from, to);
      break;
    case 'report': {
      const report = ledger.report();
      const { ids, counts, firsts, lasts, examples, levels, bars } = report;
      const buffers = [ids, counts, firsts, lasts, examples, levels, bars].map(({ buffer }) => buffer);
      answer({ kind: 'report', run, report }, buffers);
      break;
    }
    default:
      data satisfies never;
  }
});
