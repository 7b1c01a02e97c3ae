import type { Cdp } from './cdp.ts';
import type { ProbeReport, ProbeState } from './probe-report.ts';
import { askUntil, type PageKey, type ScriptedPage } from './scripted-page.ts';

interface Evaluated<Value> {
  readonly result: { readonly value: Value };
  readonly exceptionDetails?: { readonly text: string; readonly exception?: { readonly description?: string } };
}

interface HeapUsage {
  readonly usedSize: number;
  /** Typed arrays and the like; browsers before 2024 don't tell. */
  readonly backingStorageSize?: number;
}

/** As Chromium numbers the keys. */
const KEY_CODES: Readonly<Record<PageKey, number>> = { Enter: 13, Home: 36, End: 35 };

/** One page, spoken to by its debugger's session. */
export class BrowserPage implements ScriptedPage {
  readonly #cdp: Cdp;
  readonly #sessionId: string;

  constructor(cdp: Cdp, sessionId: string) {
    this.#cdp = cdp;
    this.#sessionId = sessionId;
  }

  /** Lets every document begin with the probe. */
  async prepare(probe: string): Promise<void> {
    await this.#call('Page.enable');
    await this.#call('Page.addScriptToEvaluateOnNewDocument', { source: `(() => {${probe}\n})();` });
  }

  async setPreference(key: string, value: string): Promise<void> {
    const source = `localStorage.setItem(${JSON.stringify(key)}, ${JSON.stringify(value)});`;
    await this.#call('Page.addScriptToEvaluateOnNewDocument', { source });
  }

  async open(url: string): Promise<void> {
    await this.#call('Page.navigate', { url });
  }

  async evaluate<Value>(expression: string): Promise<Value> {
    const evaluated = await this.#call<Evaluated<Value>>('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (evaluated.exceptionDetails !== undefined) {
      const { text, exception } = evaluated.exceptionDetails;
      throw new Error(`In the page: ${exception?.description ?? text}`);
    }
    return evaluated.result.value;
  }

  until<Value>(expression: string, whatFor: string, timeoutMs?: number): Promise<Value> {
    return askUntil<Value>((asked) => this.evaluate(asked), expression, whatFor, timeoutMs);
  }

  async beginWatching(options: { readonly lookEverywhere: boolean }): Promise<void> {
    await this.evaluate(`probe.begin(${JSON.stringify(options)})`);
  }

  endWatching(): Promise<ProbeReport> {
    return this.evaluate<ProbeReport>('probe.end()');
  }

  probeState(): Promise<ProbeState> {
    return this.evaluate<ProbeState>('probe.state()');
  }

  /** Bytes of the heap that are still in use after everything that can go has gone. */
  async usedHeapBytes(): Promise<number> {
    // Finalizers that ran in the first pass set free what the second one collects.
    for (let pass = 0; pass < 2; pass += 1) await this.#call('HeapProfiler.collectGarbage');
    const usage = await this.#call<HeapUsage>('Runtime.getHeapUsage');
    return usage.usedSize + (usage.backingStorageSize ?? 0);
  }

  /** The middle of what a selector finds. */
  async middleOf(selector: string): Promise<{ readonly x: number; readonly y: number }> {
    return this.evaluate(`(() => {
      const { left, top, width, height } = document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    })()`);
  }

  async click(selector: string): Promise<void> {
    const at = { ...(await this.middleOf(selector)), button: 'left', clickCount: 1 };
    await this.#call('Input.dispatchMouseEvent', { type: 'mousePressed', ...at });
    await this.#call('Input.dispatchMouseEvent', { type: 'mouseReleased', ...at });
  }

  async type(text: string): Promise<void> {
    await this.#call('Input.insertText', { text });
  }

  async press(key: PageKey): Promise<void> {
    const named = { key, code: key, windowsVirtualKeyCode: KEY_CODES[key] };
    await this.#call('Input.dispatchKeyEvent', {
      type: 'keyDown',
      ...named,
      ...(key === 'Enter' ? { text: '\r' } : {}),
    });
    await this.#call('Input.dispatchKeyEvent', { type: 'keyUp', ...named });
  }

  /** Turns the wheel by one notch, and does not wait for what comes of it. */
  async wheel(x: number, y: number, deltaY: number): Promise<void> {
    await this.#call('Input.dispatchMouseEvent', { type: 'mouseWheel', x, y, deltaX: 0, deltaY });
  }

  #call<Result>(method: string, parameters: object = {}): Promise<Result> {
    return this.#cdp.call<Result>(method, parameters, this.#sessionId);
  }
}
