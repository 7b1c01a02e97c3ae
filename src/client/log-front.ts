import { parseTimestamp, type LogRecord, type ReadLog } from '../protocol/index.ts';
import type { ClockSkew } from './clock-skew.ts';
import type { Via } from './connection-effects.ts';
import type { EmitEvent } from './continuity.ts';
import { OpenGap } from './open-gap.ts';
import { RecentIds } from './recent-ids.ts';

/** A time this far ahead of the server's clock is somebody's mistake, and no place to go on from. */
const FUTURE_MS = 60_000;
/** The same where the server's clock isn't known: this one may be an hour or two off. */
const FAR_FUTURE_MS = 24 * 60 * 60_000;
/** Lines without an id that are remembered: as many as a few pages that overlap bring again. */
const MAX_NAMELESS = 10_000;
/** How much of a message tells it from others. */
const CONTENT_CHARACTERS = 500;

/** How far a log stream has come: hands lines on, each id as new once, with a gap before those that do not follow. */
export class LogFront {
  /** The position to go on after, from a server that speaks `resume.1`. */
  position: string | undefined;
  readonly gap: OpenGap;
  readonly #emit: EmitEvent;
  readonly #skew: ClockSkew;
  readonly #ids = new RecentIds();
  /** What came without an id, known by all that it says. */
  readonly #nameless = new RecentIds(MAX_NAMELESS);
  #newestTime: number | undefined;
  /** The time of the first line. */
  #beganTime: number | undefined;
  #oldestTime: number | undefined;
  #askFrom: number | undefined;
  #hasLines = false;

  constructor(emit: EmitEvent, skew: ClockSkew) {
    this.#emit = emit;
    this.#skew = skew;
    this.gap = new OpenGap(emit);
  }

  /** The newest time of a line that came, in milliseconds since 1970 by the server's clock; `undefined` before the first. */
  get newestTime(): number | undefined {
    return this.#newestTime;
  }

  /**
   * From when on there may be lines that did not come, by the server's clock; `undefined` where nothing is known. A source whose
   * clock is fast must not move it into the future, where the lines of the others would never be asked for.
   */
  get askFrom(): number | undefined {
    return this.#askFrom;
  }

  /** What a line that came before can be known by. */
  get knownBy(): 'id' | 'content' | 'nothing' {
    if (!this.#hasLines) return 'nothing';
    return this.#ids.isEmpty ? 'content' : 'id';
  }

  isKnown(id: string): boolean {
    return id !== '' && this.#ids.has(id);
  }

  begin(): void {
    this.#ids.clear();
    this.#nameless.clear();
    this.gap.forget();
    this.#newestTime = undefined;
    this.#beganTime = undefined;
    this.#oldestTime = undefined;
    this.#askFrom = undefined;
    this.#hasLines = false;
    this.position = undefined;
  }

  handOn({ record, position, defects }: ReadLog, via: Via, now: number): void {
    this.reached(position);
    const isRepeat = this.isKnown(record.id);
    if (!isRepeat) {
      const time = parseTimestamp(record.timestamp);
      const serverTime = this.#skew.serverTime(now);
      this.gap.close(Number.isNaN(time) ? serverTime : time);
      this.#note(record, time, serverTime);
    }
    this.#emit({ kind: 'log', record, defects, via, isRepeat });
  }

  /** Whether a line that is not known is older than any that came, or bears no id and is one that came. */
  isOld(record: LogRecord): boolean {
    if (record.id === '') return this.#nameless.has(contentOf(record));
    return this.#oldestTime !== undefined && parseTimestamp(record.timestamp) < this.#oldestTime;
  }

  /** Whether a line that a page brings before any that is known belongs to what was there before the stream began. */
  precedes({ timestamp }: LogRecord): boolean {
    return this.#beganTime !== undefined && parseTimestamp(timestamp) <= this.#beganTime;
  }

  /** Hands on a line that is known to be no news. */
  repeat({ record, defects }: ReadLog): void {
    this.#emit({ kind: 'log', record, defects, via: 'socket', isRepeat: true });
  }

  /** Remembers that a line came, without handing it on. */
  note(record: LogRecord, now: number): void {
    this.#note(record, parseTimestamp(record.timestamp), this.#skew.serverTime(now));
  }

  /** Where no line has come, everything after this time of the server's clock is news. */
  startAt(serverTime: number): void {
    this.#newestTime ??= serverTime;
    this.#askFrom ??= serverTime;
  }

  #note(record: LogRecord, time: number, serverTime: number): void {
    this.#hasLines = true;
    this.#ids.add(record.id);
    if (record.id === '') this.#nameless.add(contentOf(record));
    const isClockKnown = this.#skew.skewMs !== undefined;
    const isBelievable = time <= serverTime + (isClockKnown ? FUTURE_MS : FAR_FUTURE_MS);
    const known = isBelievable ? time : serverTime;
    const present = isClockKnown ? Math.min(known, serverTime) : known;
    this.#newestTime = Math.max(this.#newestTime ?? -Infinity, known);
    this.#askFrom = Math.max(this.#askFrom ?? -Infinity, present);
    this.#beganTime ??= present;
    this.#oldestTime = Math.min(this.#oldestTime ?? Infinity, present);
  }

  /** Everything up to here has been sent. */
  reached(position: string | undefined): void {
    if (position !== undefined) this.position = position;
  }

  /** What comes next does not follow what came. `since`: when it stopped, in clock milliseconds, where no line came before. */
  openGap(reason: string, lost: number | undefined, since: number, now: number): void {
    this.gap.open(this.#newestTime ?? this.#skew.serverTime(since), reason, lost, now);
  }
}

function contentOf({ timestamp, message }: LogRecord): string {
  return `${timestamp} ${message.length} ${message.slice(0, CONTENT_CHARACTERS)}`;
}
