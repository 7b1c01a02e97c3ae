import { expect } from '@playwright/test';
import type { StreamStartMessage } from '../../src/protocol/index.ts';
import { StreamClient } from './stream-client.ts';
import type { Subject } from './subject.ts';

/** A conversation that every server of the protocol holds in the same words. */
export interface Conversation {
  readonly title: string;
  readonly hold: (subject: Subject) => Promise<void>;
}

/** The start of a stream whose parameters were taken. */
export async function started(
  subject: Subject,
  parameters: Readonly<Record<string, string>> = {},
): Promise<{ readonly client: StreamClient; readonly start: StreamStartMessage }> {
  const client = await StreamClient.open(subject, parameters);
  return { client, start: await client.next('stream_start') };
}

/** Emits a last line and sees that it is what comes next: by then anything that should not come would have come. */
export async function nothingBefore(client: StreamClient, subject: Subject, message: string): Promise<void> {
  await subject.emit([{ message, level: 'ERROR', source: 'sentinel' }]);
  expect((await client.next('log')).data.message).toBe(message);
}

/** Waits until the server has read all commands so far: frames are read in order, and this one is answered. */
export async function answered(client: StreamClient): Promise<void> {
  client.sendRaw('are you there?');
  expect((await client.next('error')).data.code).toBe('invalid_command');
}

/** So many logs to emit, all alike. */
export const numbered = (count: number, sketch: object = {}): object[] => Array.from({ length: count }, () => sketch);
