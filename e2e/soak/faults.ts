import type { UpgradeRefusal } from '../upgrade-request.ts';

/** What the network between client and server does. */
export type NetworkFault =
  | { readonly kind: 'cut' }
  /** Cut again and again. */
  | { readonly kind: 'flap'; readonly everyMs: number; readonly forMs: number }
  | { readonly kind: 'freeze'; readonly forMs: number }
  | { readonly kind: 'throttle'; readonly bytesPerSecond: number; readonly forMs: number }
  | { readonly kind: 'delay'; readonly delayMs: number; readonly forMs: number }
  /** Sockets are cut and no new one gets through; REST does. */
  | { readonly kind: 'block'; readonly how: UpgradeRefusal; readonly forMs: number };

/** What the server does. */
export type ServerFault =
  /** Gone, and back after a while: with its history, or with none and a new epoch. */
  | { readonly kind: 'restart'; readonly keeps: boolean; readonly isAbrupt: boolean; readonly forMs: number }
  | {
      readonly kind: 'rest fails';
      readonly status: 429 | 500 | 503;
      readonly retryAfter: string;
      readonly forMs: number;
    }
  | { readonly kind: 'rest is slow'; readonly delayMs: number; readonly forMs: number }
  | { readonly kind: 'rest is silent'; readonly forMs: number }
  /** It closes every socket by itself. */
  | { readonly kind: 'close'; readonly code: number }
  | { readonly kind: 'stream end'; readonly reason: string }
  /** It sends less again than clients ask for: as history, and after a position. */
  | { readonly kind: 'short memory'; readonly lines: number; readonly forMs: number }
  /** It forgets all lines that it kept, and goes on. */
  | { readonly kind: 'forget' };

/** What the person in front of the stream does. */
export type PersonFault =
  | { readonly kind: 'pause'; readonly forMs: number }
  /** Everything is wanted instead of errors alone, or the other way round. */
  | { readonly kind: 'other filter' };

export type Fault = NetworkFault | ServerFault | PersonFault;

export function durationOf(fault: Fault): number {
  return 'forMs' in fault ? fault.forMs : 0;
}

/** As it stands in the log of faults. */
export function describeFault({ kind, ...details }: Fault): string {
  const words = Object.entries(details).map(([name, value]) => `${name}=${String(value)}`);
  return [kind, ...words].join(' ');
}
