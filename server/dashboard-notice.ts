import type { DashboardNotice } from './http/dashboard.ts';

/** Why the page should tell its reader something about where the logs come from or stay. */
export interface NoticeReasons {
  readonly isDemo: boolean;
  readonly hasRealSources: boolean;
  /** Why history is in memory, where it is. */
  readonly memoryReason: string | undefined;
}

export function dashboardNotice(reasons: NoticeReasons, port: number): DashboardNotice | undefined {
  const { isDemo, hasRealSources, memoryReason } = reasons;
  if (!isDemo && memoryReason === undefined) return undefined;
  const sentences: string[] = [];
  if (isDemo && hasRealSources) sentences.push('A demonstration writes logs of made-up services beside yours.');
  if (isDemo && !hasRealSources) {
    sentences.push('These logs are made up, by a demonstration that runs until you give real ones.');
  }
  if (memoryReason !== undefined) sentences.push(memoryReason);
  return {
    title: isDemo ? 'Demonstration' : 'History is not kept on disk',
    message: sentences.join(' '),
    commands: isDemo ? realLogCommands(port) : [],
  };
}

/** How to give it real logs. The token is a variable: these lines are shown, shared and kept. */
function realLogCommands(port: number): string[] {
  return [
    'npm start -- /var/log/*.log',
    'some-command 2>&1 | npm start -- -',
    `curl http://localhost:${port}/v1/logs -H "Authorization: Bearer $TOKEN" -d '{"level":"ERROR","message":"hello"}'`,
  ];
}
