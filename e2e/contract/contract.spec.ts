import { test } from '@playwright/test';
import { COMMAND_CONVERSATIONS } from './command-conversations.ts';
import { EXTENSION_CONVERSATIONS, PLAIN_CONVERSATIONS } from './extension-conversations.ts';
import { QUERY_CONVERSATIONS } from './query-conversations.ts';
import { REST_CONVERSATIONS } from './rest-conversations.ts';
import { STREAM_CONVERSATIONS } from './stream-conversations.ts';
import { SUBJECTS } from './subject.ts';

// One table, every server: neither the stub that the end-to-end tests trust nor the gateway can drift from the protocol.
for (const { name, isExtended, start } of SUBJECTS) {
  const extensions = isExtended ? EXTENSION_CONVERSATIONS : PLAIN_CONVERSATIONS;
  for (const { title, hold } of [
    ...STREAM_CONVERSATIONS,
    ...COMMAND_CONVERSATIONS,
    ...REST_CONVERSATIONS,
    ...QUERY_CONVERSATIONS,
    ...extensions,
  ]) {
    test(`${name}: ${title}`, async () => {
      const subject = await start();
      try {
        await hold(subject);
      } finally {
        await subject.stop();
      }
    });
  }
}
