import type { Readable } from 'node:stream';
import { isLoopback } from './access.ts';
import { chooseHistory, type ChosenHistory } from './choose-history.ts';
import { dashboardNotice } from './dashboard-notice.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { HELP_TEXT } from './help-text.ts';
import { systemNotification } from './messages.ts';
import { openRules, watchRules } from './open-rules.ts';
import { openSources, type OpenedSource } from './open-sources.ts';
import { readSettings, type Settings } from './settings.ts';
import { dashboardAddress, signInLink } from './sign-in-link.ts';
import type { Terminal } from './terminal.ts';

export interface ProgramContext {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly terminal: Terminal;
  readonly version: string;
  readonly dashboardFolder: string;
}

/** What became of a start: a program that runs until it is stopped, or the code to exit with. */
export type Started =
  { readonly kind: 'exit'; readonly code: number } | { readonly kind: 'running'; readonly gateway: Gateway };

const MISTAKE = 2;
const FAILED = 1;

/** Runs the gateway as its command line says. What cannot be started is said, and then nothing has been started. */
export async function startProgram(context: ProgramContext): Promise<Started> {
  const { terminal } = context;
  const read = readSettings(context.args, {
    environment: context.environment,
    stdinIsTerminal: context.stdin.isTTY === true,
  });
  switch (read.kind) {
    case 'run':
      return startGateway(context, read.settings);
    case 'mistake':
      terminal.problem(read.message);
      return { kind: 'exit', code: MISTAKE };
    case 'help':
      terminal.output(HELP_TEXT.trimEnd());
      break;
    case 'version':
      terminal.output(context.version);
      break;
  }
  return { kind: 'exit', code: 0 };
}

async function startGateway(context: ProgramContext, settings: Settings): Promise<Started> {
  const { terminal } = context;
  if (settings.isQuiet) terminal.beQuiet();
  const exit = (code: number, problems: readonly string[]): Started => {
    for (const problem of problems) terminal.problem(problem);
    return { kind: 'exit', code };
  };

  const opened = await openSources(settings, context.stdin);
  if (!opened.ok) return exit(MISTAKE, opened.problems);
  const rules = openRules(settings.rulesFile, opened.demoRules, context.environment);
  if (!rules.ok) return exit(MISTAKE, rules.problems);
  const history = await chooseHistory(settings, context.environment);
  if (!history.ok) return exit(FAILED, [history.message]);

  const reasons = {
    isDemo: settings.runsDemo,
    hasRealSources: settings.patterns.length > 0 || settings.readsStdin,
    memoryReason: history.memoryReason,
  };
  const gateway = await createGateway({
    store: history.store,
    token: settings.token,
    host: settings.host,
    port: settings.port,
    allowedOrigins: settings.allowedOrigins,
    dashboardFolder: context.dashboardFolder,
    dashboardNotice: (port) => dashboardNotice(reasons, port),
    onNotice: (notice) => terminal.notice(notice),
  });
  const listening = await gateway.listen();
  if (!listening.ok) {
    await gateway.stop();
    return exit(FAILED, [listening.message]);
  }
  greet(terminal, settings, history, opened.sources, gateway.port);
  for (const notice of opened.notices) gateway.notice({ severity: 'info', message: notice });
  if (settings.runsDemo) {
    const message = 'The logs of the demonstration are made up. The terminal says how to give real ones.';
    const notification = systemNotification({ title: 'Demonstration', message, severity: 'info' }, Date.now());
    gateway.notifications.publish(notification);
  }
  // Not waited for: a large file may take minutes to be read, and the dashboard is there meanwhile.
  void startReading(gateway, opened.sources, watchRules(gateway, rules.rules));
  return { kind: 'running', gateway };
}

function greet(
  terminal: Terminal,
  settings: Settings,
  history: Extract<ChosenHistory, { ok: true }>,
  sources: readonly OpenedSource[],
  port: number,
): void {
  const address = dashboardAddress(settings.host, port);
  terminal.output(signInLink(settings.host, port, settings.token));
  terminal.info('Open the link above to see the logs. Ctrl+C stops.');
  for (const { words } of sources) terminal.info(words);
  if (settings.runsDemo) {
    terminal.info('  Give it real logs:  npm start -- /var/log/*.log   or   some-command 2>&1 | npm start -- -');
  }
  terminal.info(`Taking logs over HTTP at ${address}v1/logs`);
  const memory = settings.history.kind === 'memory' ? ' and end with this run' : '';
  terminal.info(`Logs are kept ${history.place === 'in memory' ? `in memory${memory}` : `in ${history.place}`}`);
  if (history.warning !== undefined) terminal.problem(`Warning: ${history.warning}`);
  if (!isLoopback(settings.host)) {
    terminal.problem(
      'Warning: Other machines can reach this gateway, and nothing is encrypted. Put TLS in front of it.',
    );
  }
}

async function startReading(gateway: Gateway, sources: readonly OpenedSource[], onCaughtUp: () => void): Promise<void> {
  await Promise.all(
    sources.map(async ({ source, words }) => {
      try {
        await gateway.addSource(source);
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        gateway.notice({ severity: 'error', message: `${words} failed: ${reason}` });
      }
    }),
  );
  onCaughtUp();
}
