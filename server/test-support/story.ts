import type { ServerMessage } from '../../src/protocol/index.ts';
import type { TestClient } from './test-client.ts';

/**
 * What a reader was told, in its order and in words: a log is its message, whether it came alone or with others. Ends with the
 * message that `last` is among the words of, and leaves heartbeats out.
 */
export async function storyUntil(client: TestClient, last: string): Promise<string[]> {
  const messages = await client.takeUntil((message) => wordsOf(message).includes(last), `"${last}"`);
  return messages.flatMap(wordsOf);
}

function wordsOf(message: ServerMessage): string[] {
  switch (message.type) {
    case 'log':
      return [message.data.message];
    case 'logs':
      return message.data.map(({ record }) => record.message);
    case 'stream_start': {
      const { resume } = message.data;
      const missed = resume?.missed === undefined ? '' : ` without ${resume.missed}`;
      return [resume ? `stream_start ${resume.status}${missed}` : 'stream_start'];
    }
    case 'stream_gap':
      return [`stream_gap of ${message.data.dropped ?? 'unknown size'}`];
    case 'error':
      return [`error ${message.data.code}`];
    case 'heartbeat':
      return [];
    default:
      return [message.type];
  }
}

/** Whether a message brings logs. */
export function bringsLogs(message: ServerMessage): boolean {
  return message.type === 'log' || message.type === 'logs';
}
