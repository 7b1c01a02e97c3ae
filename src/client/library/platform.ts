import type { FetchAnswer, FetchInit } from '../rest-client.ts';

/**
 * What the library needs of the platform that it runs on, and the one place where it looks for it: `globalThis`, at the
 * time of use, so that a page or a test that replaces a global is heeded.
 */

/** The signal that an `AbortController` of the platform hands out. */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** The platform's own `AbortSignal` where its types are known, so that its own `fetch` fits without a cast. */
export type PlatformSignal = typeof globalThis extends { AbortSignal: { prototype: infer Signal } }
  ? Signal
  : StopSignal;

/** A handler as browsers and `ws` type it: each with an event of its own, of which only this much is looked at. */
interface Handler<Event> {
  handle(event: Event): unknown;
}
type Slot<Event> = Handler<Event>['handle'] | null;

/** A socket as browsers, Node.js (from 22) and `ws` offer it. */
export interface SocketLike {
  onopen: Slot<object>;
  onmessage: Slot<{ readonly data: unknown }>;
  onerror: Slot<object>;
  onclose: Slot<{ readonly code: number; readonly reason: string }>;
  send(text: string): void;
  close(code?: number, reason?: string): void;
}

/** `WebSocket` of a browser, of Node.js (from 22) or of `ws`. */
export type SocketClass = new (address: string) => SocketLike;

/** `fetch`, as much of it as is used. */
export type FetchLike = (address: string, init: FetchInit<PlatformSignal>) => Promise<FetchAnswer>;

/** What ends a call that is under way. */
export interface Aborter {
  readonly signal: PlatformSignal;
  abort(): void;
}

type TimerFunction = (callback: () => void, delayMs: number) => unknown;
type AborterClass = new () => Aborter;
type Listen = (type: string, listener: () => void) => void;

function lookUp(name: string): unknown {
  return Reflect.get(globalThis, name);
}

function isSocketClass(value: unknown): value is SocketClass {
  return typeof value === 'function';
}

function isFetch(value: unknown): value is FetchLike {
  return typeof value === 'function';
}

function isTimerFunction(value: unknown): value is TimerFunction {
  return typeof value === 'function';
}

function isAborterClass(value: unknown): value is AborterClass {
  return typeof value === 'function';
}

function isListen(value: unknown): value is Listen {
  return typeof value === 'function';
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

export function platformSocketClass(): SocketClass | undefined {
  const found = lookUp('WebSocket');
  return isSocketClass(found) ? found : undefined;
}

export function platformFetch(): FetchLike | undefined {
  const found = lookUp('fetch');
  // Called bare: as a method of anything else browsers refuse it.
  return isFetch(found) ? (address, init) => found(address, init) : undefined;
}

/** Calls back once after so many milliseconds; answers what takes that back. */
export function startTimer(callback: () => void, delayMs: number): () => void {
  const set = lookUp('setTimeout');
  if (!isTimerFunction(set)) throw new Error('This platform has no setTimeout.');
  const timer = set(callback, delayMs);
  return () => {
    const clear = lookUp('clearTimeout');
    if (typeof clear === 'function') clear(timer);
  };
}

export function createAborter(): Aborter | undefined {
  const found = lookUp('AbortController');
  return isAborterClass(found) ? new found() : undefined;
}

/** A short text that is not told twice. Where the platform has no good randomness a poorer one will do: nothing is secret in it. */
export function createCommandId(): string {
  const crypto = lookUp('crypto');
  const fill = property(crypto, 'getRandomValues');
  const parts = new Uint32Array(2);
  if (typeof fill === 'function') fill.call(crypto, parts);
  else for (const index of parts.keys()) parts[index] = Math.random() * 2 ** 32;
  return `cmd-${Array.from(parts, (part) => part.toString(36)).join('')}`;
}

/** The address of the page, which an endpoint without a host is relative to; `undefined` outside of browsers. */
export function pageAddress(): string | undefined {
  const href = property(lookUp('location'), 'href');
  return typeof href === 'string' && /^https?:/.test(href) ? href : undefined;
}

/** Tells what nobody listens for to whoever looks at the platform's console. Never called with what a server sent. */
export function reportUncaught(error: unknown): void {
  const report = lookUp('reportError');
  if (typeof report === 'function') {
    report(error);
    return;
  }
  const console = lookUp('console');
  const write = property(console, 'error');
  if (typeof write === 'function') write.call(console, error);
}

export interface PageListeners {
  readonly onNetwork: (isOnline: boolean) => void;
  readonly onShown: () => void;
}

/** Hears of the network and of the page being shown again, where there is a page; answers what ends that. */
export function watchPage(listeners: PageListeners): () => void {
  const listen = lookUp('addEventListener');
  const forget = lookUp('removeEventListener');
  if (!isListen(listen) || !isListen(forget)) return () => undefined;
  const online = (): void => listeners.onNetwork(true);
  const offline = (): void => listeners.onNetwork(false);
  // A page's own events bubble to its window.
  const heard: readonly (readonly [string, () => void])[] = [
    ['online', online],
    ['offline', offline],
    ['pageshow', listeners.onShown],
    ['visibilitychange', listeners.onShown],
  ];
  for (const [type, listener] of heard) listen(type, listener);
  return () => {
    for (const [type, listener] of heard) forget(type, listener);
  };
}
