import {
  CLOSE_CODES,
  parseStreamParameters,
  type ErrorCode,
  type Filter,
  type JsonObject,
  type JsonValue,
  type LogRecord,
} from '../../src/protocol/index.ts';
import { errorMessage, logMessage } from './envelopes.ts';
import { matcherFor, type Matches } from './log-matching.ts';
import type { StubConnection } from './stub-connection.ts';

/**
 * A log stream that answers by itself, as the protocol states: stream_start, history, live lines, commands. It holds
 * what a server remembers of one connection.
 */
export class AutomaticStream {
  readonly #connection: StubConnection;
  #limit = 0;
  #query = '';
  #matches: Matches = () => false;
  #isLive = false;
  #missed: LogRecord[] | undefined;

  constructor(connection: StubConnection, kept: readonly LogRecord[]) {
    this.#connection = connection;
    const { request, problems } = parseStreamParameters(connection.parameters);
    const [problem] = problems;
    if (problem) {
      const code = problem.parameter === 'filter' ? 'invalid_filter' : 'invalid_parameter';
      this.#refuse(code, problem.message, { parameter: problem.parameter });
      return;
    }
    const { query, filter, follow, history, limit } = request;
    const matcher = matcherFor(query, filter);
    if (!matcher.ok) {
      this.#refuse(matcher.code, matcher.message, { query });
      return;
    }
    this.#query = query;
    this.#limit = limit;
    this.#matches = matcher.matches;
    connection.onFrame((frame) => {
      if (!frame.ok) this.#complain(frame.code, frame.message, frame.filter);
      else if (frame.message.type === 'command') this.#obey(frame.message.data);
    });
    connection.streamStart({ query, filter, follow });
    if (history && limit > 0) {
      for (const log of kept.filter(this.#matches).slice(-limit)) connection.send(logMessage(log));
    }
    if (follow) this.#isLive = true;
    else {
      connection.streamEnd('complete');
      connection.close(CLOSE_CODES.normal, 'complete');
    }
  }

  take(log: LogRecord): void {
    if (!this.#isLive || !this.#connection.isOpen) return;
    if (this.#missed !== undefined) this.#missed.push(log);
    else if (this.#matches(log)) this.#connection.send(logMessage(log));
  }

  #obey(command: { readonly action: 'pause' | 'resume' } | { readonly action: 'update_filter'; filter: Filter }): void {
    switch (command.action) {
      case 'pause':
        this.#missed ??= [];
        return;
      case 'resume': {
        const missed = (this.#missed ?? []).filter(this.#matches);
        this.#missed = undefined;
        for (const log of missed.slice(Math.max(0, missed.length - this.#limit)))
          this.#connection.send(logMessage(log));
        return;
      }
      case 'update_filter': {
        const matcher = matcherFor(this.#query, command.filter);
        if (matcher.ok) {
          this.#matches = matcher.matches;
          this.#connection.streamStart({ query: this.#query, filter: command.filter, follow: true });
        } else this.#complain('invalid_filter', matcher.message, command.filter);
        return;
      }
      default:
        command satisfies never;
    }
  }

  #complain(code: ErrorCode, message: string, filter: JsonValue | undefined): void {
    this.#connection.send(errorMessage(code, message, filter === undefined ? undefined : { filter }));
  }

  #refuse(code: ErrorCode, message: string, details: JsonObject): void {
    this.#connection.send(errorMessage(code, message, details));
    this.#connection.close(CLOSE_CODES.badRequest, code);
  }
}
