import type { SourceNotice } from './sources/source.ts';

export interface TerminalStreams {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

/** What a person at the terminal gets to read: the link on standard output, and everything else on standard error. */
export class Terminal {
  readonly #streams: TerminalStreams;
  #isQuiet = false;

  constructor(streams: TerminalStreams) {
    this.#streams = streams;
    for (const stream of [streams.stdout, streams.stderr]) {
      // Whoever read the output may have gone (`| head -1`); the dashboard goes on.
      stream.on('error', () => undefined);
    }
  }

  beQuiet(): void {
    this.#isQuiet = true;
  }

  output(text: string): void {
    this.#streams.stdout.write(`${text}\n`);
  }

  /** A line that may be left out with `--quiet`. */
  info(text: string): void {
    if (!this.#isQuiet) this.problem(text);
  }

  problem(text: string): void {
    // What is shown may quote file names and lines from elsewhere: no control characters reach the terminal.
    this.#streams.stderr.write(`${text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '·')}\n`);
  }

  notice(notice: SourceNotice): void {
    switch (notice.severity) {
      case 'info':
        this.info(notice.message);
        return;
      case 'warning':
        this.problem(`Warning: ${notice.message}`);
        return;
      case 'error':
        this.problem(`Error: ${notice.message}`);
        return;
    }
  }
}
