import type { JsonObject } from '../protocol/index.ts';

/** One line as it is held: flat, its metadata as JSON text that is parsed when somebody looks at it. */
export interface LogLine {
  readonly kind: 'line';
  /** Grows by one with every entry and never repeats: the key of the line's row. */
  readonly seq: number;
  /** Empty when the server gave none. */
  readonly id: string;
  /** Milliseconds since 1970, `NaN` where the timestamp cannot be read. */
  readonly time: number;
  readonly timestamp: string;
  readonly level: string;
  readonly source: string;
  readonly message: string;
  /** JSON text of an object; empty for one without keys. */
  readonly metadataJson: string;
}

/** What is being done, or was tried, to get the lines of a gap. */
export type GapFilling =
  | { readonly kind: 'open' }
  /** `fetched`: how many lines came so far. */
  | { readonly kind: 'filling'; readonly fetched: number }
  /** It was tried and the gap stands. `message`: what came of it, as a part of a sentence. */
  | { readonly kind: 'unfilled'; readonly message: string };

/** What is known of a gap when it is found. */
export interface GapSketch {
  /** Time of the last line before and of the first one after, in milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  /** A part of a sentence. */
  readonly reason: string;
  /** How many lines are known to be missing; `undefined` where that is not known. */
  readonly lost: number | undefined;
  /** Who left out the lines; `filter`: what the stream was asked for with before. */
  readonly lostBy: 'server' | 'page' | 'filter';
}

/** A place where lines may be missing, shown as a row of its own. */
export interface GapMarker extends GapSketch {
  readonly kind: 'gap';
  readonly seq: number;
  /** Stays the same when the row gets another sequence number. */
  readonly gapId: number;
  readonly filling: GapFilling;
}

/** A place where lines had to go to make room while older ones were read, shown as a row of its own. */
export interface EvictedMarker {
  readonly kind: 'evicted';
  readonly seq: number;
  /** The number behind the last one that was evicted. */
  readonly end: number;
  /** How many lines went. */
  readonly count: number;
  /** Times of the first and the last of them, in milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly filling: GapFilling;
}

/** A place that the reader marked, shown as a row of its own. */
export interface NoteMarker {
  readonly kind: 'note';
  readonly seq: number;
  /** Stays the same when the row gets another sequence number. */
  readonly noteId: number;
  readonly label: string;
  /** When it was dropped, by the page's clock, in milliseconds since 1970: twice the same. */
  readonly from: number;
  readonly to: number;
}

/** Where the lines begin that came while nobody saw the page, shown as a row of its own. */
export interface AwayMarker {
  readonly kind: 'away';
  readonly seq: number;
  /** When the page was left and seen again, by its own clock, in milliseconds since 1970; the same until then. */
  readonly from: number;
  readonly to: number;
  /** How many lines came meanwhile, and how many of them were errors. */
  readonly lines: number;
  readonly errors: number;
}

export type Marker = GapMarker | EvictedMarker | NoteMarker | AwayMarker;

export type LogEntry = LogLine | Marker;

const NO_METADATA: JsonObject = Object.freeze({});

/** The metadata of a line as an object. */
export function metadataOf({ metadataJson }: Pick<LogLine, 'metadataJson'>): JsonObject {
  if (metadataJson === '') return NO_METADATA;
  const metadata: JsonObject = JSON.parse(metadataJson);
  return metadata;
}
