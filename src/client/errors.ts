import type { ErrorData, FrameProblem } from '../protocol/index.ts';

/** What other people's words are cut to before they become part of a sentence. */
const MAX_QUOTED_LENGTH = 500;

/** Cuts a text from the wire to what fits a sentence. */
export function shorten(text: string): string {
  return text.length <= MAX_QUOTED_LENGTH ? text : `${text.slice(0, MAX_QUOTED_LENGTH)}…`;
}

const ERROR_SENTENCES = new Map<string, string>([
  ['unauthorized', 'The server did not accept the credentials. Sign in again.'],
  ['forbidden', 'These credentials do not allow access to this stream.'],
  ['rate_limited', 'The server asks for fewer requests.'],
  ['too_many_connections', 'The server has too many open connections for this tenant.'],
  ['invalid_query', 'The server cannot read the query.'],
  ['invalid_filter', 'The server cannot use the filter.'],
  ['invalid_parameter', 'The server cannot use one of the stream parameters.'],
  ['invalid_command', 'The server did not understand a command.'],
  ['invalid_body', 'The server cannot read what was sent.'],
  ['payload_too_large', 'What was sent is larger than the server takes.'],
  ['not_found', 'The server does not have that.'],
  ['too_slow', 'The reader was too slow for the stream, or its heartbeat answers did not arrive.'],
  ['unavailable', 'The server cannot do that at present.'],
  ['internal', 'The server had an error of its own.'],
]);

/** A sentence for an error code, with the server's own words behind it. */
export function describeErrorCode(code: string, message: string): string {
  const sentence = ERROR_SENTENCES.get(code) ?? `The server reported an error (${shorten(code)}).`;
  const words = shorten(message.trim());
  return words === '' ? sentence : `${sentence} It said: ${words}`;
}

/** A sentence for an `error` message. */
export function describeServerError(error: ErrorData): string {
  return describeErrorCode(error.code, error.message);
}

const CLOSE_SENTENCES = new Map<number, string>([
  [1000, 'The server closed the connection.'],
  [1001, 'The server is going away.'],
  [1002, 'The server found a protocol error.'],
  [1003, 'The server does not take this kind of data.'],
  [1005, 'The connection was closed without a reason.'],
  [1006, 'The connection was lost.'],
  [1007, 'The connection carried text that is not UTF-8.'],
  [1008, 'The server closed the connection because of its policy.'],
  [1009, 'A message was too large for the connection.'],
  [1011, 'The server had an error of its own.'],
  [1012, 'The server is restarting.'],
  [1013, 'The server is busy and asks to try later.'],
  [1014, 'A gateway in between got no proper answer.'],
  [1015, 'No secure connection could be made.'],
  [4400, 'The server refused the request as wrong.'],
  [4401, 'The server did not accept the credentials. Sign in again.'],
  [4403, 'These credentials do not allow access to this stream.'],
  [4408, 'The reader was too slow for the stream, or its heartbeat answers did not arrive.'],
  [4429, 'The server asks to wait before connecting again.'],
]);

/** A sentence for the code that a socket was closed with. */
export function describeCloseCode(code: number): string {
  return CLOSE_SENTENCES.get(code) ?? `The connection was closed with code ${code}.`;
}

/** A sentence for a frame that could not be read. */
export function describeFrameProblem(problem: FrameProblem): string {
  return `A message could not be read: ${problem.detail}.`;
}

const END_SENTENCES = new Map<string, string>([
  ['complete', 'The stream is complete: everything that was asked for has been sent.'],
  ['client_disconnect', 'The server ended the stream because this client asked it to.'],
]);

/** A sentence for the reason that a stream ended with for good. */
export function describeStreamEnd(reason: string): string {
  return END_SENTENCES.get(reason) ?? `The server ended the stream (${shorten(reason)}).`;
}

/** A sentence for a REST call that brought nothing that could be read. */
export function describeRestProblem(kind: 'network' | 'invalid_answer'): string {
  return kind === 'network'
    ? 'The server could not be reached.'
    : 'The server answered, but not in the way that this API does.';
}
