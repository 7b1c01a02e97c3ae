import type { ServerFault } from './faults.ts';

/** What a process that holds a server is started with. */
export interface HostTask {
  readonly role: 'stub' | 'stub-ext' | 'gateway';
  /** Lines per second. */
  readonly rate: number;
  readonly seed: string;
}

/** What it is told. Each is answered with `done` once it has been carried out. */
export type HostOrder =
  | { readonly kind: 'begin'; readonly fault: ServerFault }
  | { readonly kind: 'end'; readonly fault: ServerFault }
  /** Emit nothing more. */
  | { readonly kind: 'fall silent' };

/** What it says. */
export type HostMessage =
  | { readonly kind: 'ready'; readonly port: number; readonly token: string }
  /** `emitted`: the number of the newest line that the server has taken. */
  | { readonly kind: 'done'; readonly order: number; readonly emitted: number }
  /** It cannot go on: the run is void. */
  | { readonly kind: 'broken'; readonly reason: string };

/** An order with a number of its own. */
export interface NumberedOrder {
  readonly number: number;
  readonly order: HostOrder;
}

/** A server with the lines that it is fed. */
export interface SoakedServer {
  readonly port: number;
  readonly token: string;
  readonly emitted: number;
  begin(fault: ServerFault): Promise<void> | void;
  end(fault: ServerFault): Promise<void> | void;
  fallSilent(): Promise<void> | void;
  stop(): Promise<void>;
}
