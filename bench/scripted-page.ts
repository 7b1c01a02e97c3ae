/** What any browser's page can be asked to do, by whatever protocol it is driven. */
export interface ScriptedPage {
  open(url: string): Promise<void>;
  /** The value of an expression, which is copied out of the page. */
  evaluate<Value>(expression: string): Promise<Value>;
  /** Asks again and again until an expression holds; what it gave then. */
  until<Value>(expression: string, whatFor: string, timeoutMs?: number): Promise<Value>;
  /** Lets every document of this page begin with a preference of the dashboard's. */
  setPreference(key: string, value: string): Promise<void>;
  press(key: PageKey): Promise<void>;
}

export type PageKey = 'Enter' | 'Home' | 'End';

const POLL_MS = 50;

/** Asks a page again and again, and fails when it takes too long. */
export async function askUntil<Value>(
  evaluate: (expression: string) => Promise<Value | null | undefined | false>,
  expression: string,
  whatFor: string,
  timeoutMs = 60_000,
): Promise<Value> {
  const end = performance.now() + timeoutMs;
  while (performance.now() < end) {
    const value = await evaluate(expression);
    if (value !== null && value !== undefined && value !== false) return value;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`Waited ${timeoutMs / 1_000} s in vain for ${whatFor}.`);
}
