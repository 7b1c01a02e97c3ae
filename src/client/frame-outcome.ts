import type { CloseReason } from './connection-state.ts';

/** What a frame means for the socket that it came on. */
export type FrameOutcome =
  /** The stream is up. */
  | { readonly kind: 'up' }
  /** Nothing follows: a frame that could not be read, or an error that the stream survives. */
  | { readonly kind: 'noted' }
  | { readonly kind: 'refused'; readonly code: 'unauthorized' | 'forbidden'; readonly message: string }
  | { readonly kind: 'ended'; readonly reason: string; readonly message: string }
  /** The stream is over for now; another socket may be tried after `waitMs` at the earliest. */
  | { readonly kind: 'lost'; readonly reason: CloseReason; readonly waitMs: number }
  /** The address must change: connect anew at once. */
  | { readonly kind: 'readdress' };

export const UP: FrameOutcome = { kind: 'up' };
export const NOTED: FrameOutcome = { kind: 'noted' };
