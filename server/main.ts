#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Under npm one Ctrl+C arrives twice, from the terminal and from npm: what comes this soon is the same key. */
const SAME_SIGNAL_MS = 500;

const [command, ...rest] = process.argv.slice(2);
// A file of that name is still to be had, as ./tail.
if (command === 'tail') await tail(rest);
else await serve();

/** Reads a stream in the terminal. What it doesn't need, the gateway above all, isn't loaded. */
async function tail(args: readonly string[]): Promise<void> {
  const { runTail } = await import('./tail/tail.ts');
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort(130));
  process.once('SIGTERM', () => stop.abort(143));
  const { env: environment, stdout, stderr } = process;
  // A server that doesn't answer the close of its socket any more is not waited for.
  process.exit(await runTail({ args, environment, stdout, stderr, stop: stop.signal }));
}

async function serve(): Promise<void> {
  const { startProgram } = await import('./program.ts');
  const { Terminal } = await import('./terminal.ts');
  const terminal = new Terminal({ stdout: process.stdout, stderr: process.stderr });
  const started = await startProgram({
    args: process.argv.slice(2),
    environment: process.env,
    stdin: process.stdin,
    terminal,
    version: readVersion(),
    dashboardFolder: fileURLToPath(new URL('../dist', import.meta.url)),
  });

  switch (started.kind) {
    case 'exit':
      process.exitCode = started.code;
      break;
    case 'running': {
      let stoppedAtMs: number | undefined;
      const stop = (): void => {
        if (stoppedAtMs !== undefined) {
          if (performance.now() - stoppedAtMs > SAME_SIGNAL_MS) process.exit(130);
          return;
        }
        stoppedAtMs = performance.now();
        void finish();
      };
      const finish = async (): Promise<void> => {
        try {
          await started.gateway.stop();
          process.exit(0);
        } catch (cause) {
          terminal.problem(`Stopping failed: ${cause instanceof Error ? cause.message : String(cause)}`);
          process.exit(1);
        }
      };
      process.on('SIGINT', stop);
      process.on('SIGTERM', stop);
      break;
    }
  }
}

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : '';
  return String(version);
}
