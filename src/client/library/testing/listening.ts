import type { StreamEnd } from '../entries.ts';
import type { LogStream } from '../log-stream.ts';
import type { StreamError } from '../stream-error.ts';

// What a stream tells from now on, in lists that grow.

export function messagesOf(stream: LogStream): readonly string[] {
  const messages: string[] = [];
  stream.on('log', ({ record }) => {
    messages.push(record.message);
  });
  return messages;
}

export function errorsOf(stream: LogStream): readonly StreamError[] {
  const errors: StreamError[] = [];
  stream.on('error', (error) => {
    errors.push(error);
  });
  return errors;
}

export function endsOf(stream: LogStream): readonly StreamEnd[] {
  const ends: StreamEnd[] = [];
  stream.on('ended', (end) => {
    ends.push(end);
  });
  return ends;
}
