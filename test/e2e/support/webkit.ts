import { execFileSync } from 'node:child_process';
import { webkitOptions } from '../../../scripts/setup/flags.mjs';
import { startDriver } from '../../../scripts/setup/webkit.mjs';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

interface Driver {
  port: number;
  pid?: number | undefined;
  close(): Promise<void>;
}

/** WebKitGTK by the W3C WebDriver protocol: the few calls that our tests need. */
export class WebKit {
  readonly driver: Driver;
  readonly session: string;

  private constructor(driver: Driver, session: string) {
    this.driver = driver;
    this.session = session;
  }

  /** A driver and a window of its own. `npm test` has started a display; without one this would hang. */
  static async launch(): Promise<WebKit> {
    const path = process.env.STILLROOM_WEBKIT_DRIVER;
    if (!path) throw new Error('WebKit was not found: run this through npm test.');
    const driver: Driver = await startDriver(path);
    const alwaysMatch = {
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': webkitOptions(process.env.STILLROOM_MINIBROWSER),
    };
    try {
      const { sessionId } = await call<{ sessionId: string }>(driver, 'POST', '/session', {
        capabilities: { alwaysMatch },
      });
      const webkit = new WebKit(driver, sessionId);
      await webkit.#post('/timeouts', { script: 60_000, pageLoad: 60_000 });
      return webkit;
    } catch (error) {
      await driver.close();
      throw error;
    }
  }

  async goto(url: string): Promise<void> {
    await this.#post('/url', { url });
  }

  /** The window that is looked at, another one, and looking at that. */
  window(): Promise<string> {
    return call<string>(this.driver, 'GET', `/session/${this.session}/window`);
  }
  async newWindow(): Promise<string> {
    return (await this.#post<{ handle: string }>('/window/new', { type: 'tab' })).handle;
  }
  async to(handle: string): Promise<void> {
    await this.#post('/window', { handle });
  }
  async closeWindow(): Promise<void> {
    await call(this.driver, 'DELETE', `/session/${this.session}/window`);
  }

  /** The processes that hold a page: one for each window. The driver itself can neither crash nor freeze one. */
  processes(): number[] {
    const all = execFileSync('ps', ['-eo', 'pid,ppid,comm'], { encoding: 'utf8' });
    const rows = all.split('\n').map((line) => line.trim().split(/\s+/));
    const below = (pid: number): number[] =>
      rows.flatMap(([child, parent, name]) =>
        Number(parent) === pid
          ? [...(/^WebKitWebProces/.test(name!) ? [Number(child)] : []), ...below(Number(child))]
          : [],
      );
    return below(this.driver.pid!);
  }

  async reload(): Promise<void> {
    await this.#post('/refresh', {});
  }

  /** Runs a function in the page and waits for what it returns or resolves to (JSON). */
  evaluate<T, A extends unknown[]>(body: (...args: A) => T | Promise<T>, ...args: A): Promise<T> {
    return this.#run<T>(`(${body.toString()})(...args)`, args);
  }

  /** Waits until it is true in the page. */
  async waitFor(condition: () => unknown, ms = 10_000): Promise<void> {
    const deadline = Date.now() + ms;
    while (!(await this.evaluate(condition))) {
      if (Date.now() > deadline) throw new Error(`Not true within ${ms} ms: ${condition.toString()}`);
    }
  }

  /** A real click, which lets the page play sound. */
  async click(x: number, y: number): Promise<void> {
    const move = { type: 'pointerMove', duration: 0, x: Math.round(x), y: Math.round(y), origin: 'viewport' };
    const actions = [move, { type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 }];
    await this.#post('/actions', {
      actions: [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }],
    });
  }

  /** Clicks the middle of what the function finds, through shadow roots too. */
  async clickOn(find: () => Element | null | undefined): Promise<void> {
    const middle = (element: Element | null | undefined) => {
      if (!element) throw new Error('There is nothing to click.');
      element.scrollIntoView({ block: 'center' });
      const { x, y, width, height } = element.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    };
    const { x, y } = await this.#run<{ x: number; y: number }>(`(${middle.toString()})((${find.toString()})())`);
    await this.click(x, y);
  }

  /** Presses keys one after the other; names as in WebDriver. */
  async keys(text: string): Promise<void> {
    const actions = [...text].flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ]);
    await this.#post('/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  /** What the selector finds first, as a WebDriver reference. */
  async find(selector: string): Promise<string> {
    const found = await this.#post<Record<string, string>>('/element', { using: 'css selector', value: selector });
    return found[ELEMENT] ?? '';
  }

  async close(): Promise<void> {
    await call(this.driver, 'DELETE', `/session/${this.session}`).catch(() => undefined);
    await this.driver.close();
  }

  /** The value of an expression in the page, awaited there. */
  async #run<T>(expression: string, args: unknown[] = []): Promise<T> {
    const script = `const args = [...arguments], done = args.pop();
      (async () => ${expression})().then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    const result = await this.#post<{ value: T } | { error: string }>('/execute/async', { script, args });
    if ('error' in result) throw new Error(result.error);
    return result.value;
  }

  #post<T>(path: string, body: unknown): Promise<T> {
    return call<T>(this.driver, 'POST', `/session/${this.session}${path}`, body);
  }
}

async function call<T>({ port }: Driver, method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
    headers: { 'content-type': 'application/json' },
  });
  const { value } = (await response.json()) as { value: T & { error?: string; message?: string } };
  if (!response.ok) throw new Error(`WebDriver: ${value.error} ${value.message}`);
  return value;
}
