import { parseTimestamp, type LogRecord, type ReadLog } from '../protocol/index.ts';
import type { ClockSkew } from './clock-skew.ts';
import type { Via } from './connection-effects.ts';
import type { EmitEvent } from './continuity.ts';
import { OpenGap } from './open-gap.ts';
import { RecentIds } from './recent-ids.ts';

/** A time this far ahead of the server's clock is somebody's mistake, and no place to go on from. */
const FUTURE_MS = 60_000;

/** How far a log stream has come: hands lines on, each id as new once, with a gap before those that do not follow. */
export class LogFront {
  /** The position to go on after, from a server that speaks `resume.1`. */
  position: string | undefined;
  readonly gap: OpenGap;
  readonly #emit: EmitEvent;
  readonly #skew: ClockSkew;
  readonly #ids = new RecentIds();
  #newestTime: number | undefined;
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

  /** What a line that came before can be known by. */
  get knownBy(): 'id' | 'time' | 'nothing' {
    if (!this.#hasLines) return 'nothing';
    return this.#ids.isEmpty ? 'time' : 'id';
  }

  isKnown(id: string): boolean {
    return id !== '' && this.#ids.has(id);
  }

  begin(): void {
    this.#ids.clear();
    this.gap.forget();
    this.#newestTime = undefined;
    this.#hasLines = false;
    this.position = undefined;
  }

  handOn({ record, position, defects }: ReadLog, via: Via, now: number): void {
    this.reached(position);
    const isRepeat = this.isKnown(record.id);
    if (!isRepeat) {
      const time = parseTimestamp(record.timestamp);
      this.gap.close(Number.isNaN(time) ? this.#skew.serverTime(now) : time);
      this.note(record, now);
    }
    this.#emit({ kind: 'log', record, defects, via, isRepeat });
  }

  /** Hands on a line that is known to be no news. */
  repeat({ record, defects }: ReadLog): void {
    this.#emit({ kind: 'log', record, defects, via: 'socket', isRepeat: true });
  }

  /** Remembers that a line came. */
  note(record: LogRecord, now: number): void {
    this.#hasLines = true;
    this.#ids.add(record.id);
    const serverTime = this.#skew.serverTime(now);
    const time = parseTimestamp(record.timestamp);
    const known = time <= serverTime + FUTURE_MS ? time : serverTime;
    this.#newestTime = Math.max(this.#newestTime ?? -Infinity, known);
  }

  /** Where no line has come, everything after this time of the server's clock is news. */
  startAt(serverTime: number): void {
    this.#newestTime ??= serverTime;
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
