/** How lines are sent. */
export type FloodRate =
  /** As fast as the reader takes them. */
  | { readonly kind: 'unthrottled' }
  /** So many in each second, spread evenly, whether or not the reader keeps up. */
  | { readonly kind: 'paced'; readonly linesPerSecond: number };

/** What the flood server is started with. */
export interface FloodTask {
  /** The folder of the page that is served. */
  readonly folder: string;
  /** Whether a reader that asks for `batch.1` gets it. */
  readonly takesBatches: boolean;
  /** Lines that every reader gets at once. */
  readonly sentOnOpening: number;
}

/** What the server's process is told. */
export type FloodOrder =
  /** Begins to send, `lines` of them or until told to stop. */
  | { readonly kind: 'send'; readonly rate: FloodRate; readonly lines?: number }
  | { readonly kind: 'stop' }
  /** Asks how long each line took until it was seen: of these looks at the screen, the lines that are new in each. */
  | { readonly kind: 'latencies'; readonly looks: readonly NewestSeen[] }
  | { readonly kind: 'state' };

/** At this time (milliseconds since 1970) this was the newest number on the screen. */
export interface NewestSeen {
  readonly at: number;
  readonly number: number;
}

export interface FloodState {
  /** The number of the newest line that was sent. */
  readonly last: number;
  readonly isSending: boolean;
  /** How many log streams are open now. */
  readonly readers: number;
  /** Bytes that the newest reader has not taken yet, beyond what the system holds for it. */
  readonly queuedBytes: number;
}

export interface LatencyFigures {
  readonly lines: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly longestMs: number;
}

export type FloodAnswer =
  | { readonly kind: 'state'; readonly state: FloodState }
  | { readonly kind: 'latencies'; readonly figures: LatencyFigures };

export interface NumberedFloodOrder {
  readonly number: number;
  readonly order: FloodOrder;
}

/** What the server's process says. */
export type FloodMessage =
  | { readonly kind: 'ready'; readonly port: number; readonly token: string }
  | { readonly kind: 'answer'; readonly number: number; readonly answer: FloodAnswer };
