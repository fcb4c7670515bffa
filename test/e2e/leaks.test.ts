import { afterEach, describe, expect, it } from 'vitest';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { engines, launchChromium } from './support/launch.js';
import { page, serve, type Site } from './support/serve.js';
import type { StillRoom } from '../../src/still-room.js';

const VISITS = 20;
/** What every script is made of. */
const LANGUAGE = ['Function', 'Map', 'Promise'];

/** Runs in the page before the tag: who listens to what outlives an element. */
const COUNTING = `
  window.listening = 0;
  for (const target of [window, document, navigator.mediaDevices ?? {}]) {
    // Weakly, or whatever listened once would be kept alive by being counted.
    const heard = new WeakMap();
    const key = (type, run, options) => type + !!(options?.capture ?? options);
    const { addEventListener: add, removeEventListener: remove } = target;
    if (!add) continue;
    const of = (run) => (heard.has(run) ? heard.get(run) : heard.set(run, new Set()).get(run));
    target.addEventListener = function (type, run, options) {
      if (!run) return;
      const all = of(run), name = key(type, run, options);
      if (!all.has(name)) {
        all.add(name);
        listening++;
        options?.signal?.addEventListener('abort', () => all.delete(name) && listening--);
      }
      return add.call(this, type, run, options);
    };
    target.removeEventListener = function (type, run, options) {
      if (run && of(run).delete(key(type, run, options))) listening--;
      return remove.call(this, type, run, options);
    };
  }
`;

describe.skipIf(!engines.chromium)('a tag that is mounted and removed twenty times', () => {
  let site: Site;
  let browser: Browser;
  let tab: Page;
  let tools: CDPSession;
  afterEach(async () => {
    await browser.close();
    await site.close();
  });

  /** Puts a tag on the page, lets it sound, and takes it away again: into one room and into others by turns. */
  const visits = (from: number, to: number) =>
    tab.evaluate(
      async ([from, to]) => {
        await customElements.whenDefined('still-room');
        const names = Array.from({ length: to - from }, (_, i) => (i % 2 ? `room-${from + i}` : 'room'));
        for (const name of names) {
          const room = Object.assign(document.createElement('still-room') as StillRoom, { room: name });
          document.body.append(room);
          await room.ready;
          await room.prepare();
          await room.open();
          await room.updateComplete;
          await room.end();
          room.remove();
        }
        // A room lets go of everything ten seconds after its last tag.
        for (const name of names) await navigator.locks.request(`stillroom:${name}`, () => undefined);
      },
      [from, to] as const,
    );

  /** What is alive after everything that can go has gone. */
  const alive = async () => {
    const counts: Record<string, number> = {};
    const names = await tab.evaluate(() => (window as unknown as { classes: string[] }).classes);
    for (const name of names) {
      const { result: prototype } = await tools.send('Runtime.evaluate', { expression: `(${name}).prototype` });
      const { objects } = await tools.send('Runtime.queryObjects', { prototypeObjectId: prototype.objectId! });
      const { result } = await tools.send('Runtime.callFunctionOn', {
        objectId: objects.objectId!,
        functionDeclaration: 'function () { return this.length; }',
        returnByValue: true,
      });
      counts[name] = result.value as number;
      await tools.send('Runtime.releaseObject', { objectId: objects.objectId! });
    }
    const held = await tab.evaluate(async () => {
      const { held = [], pending = [] } = await navigator.locks.query();
      return { locks: held.length + pending.length, listeners: (window as unknown as { listening: number }).listening };
    });
    const { metrics } = await tools.send('Performance.getMetrics');
    const audio = metrics.find(({ name }) => name === 'AudioHandlers')!.value;
    return { ...counts, ...held, audio } as Record<string, number>;
  };

  it('leaves nothing behind: no objects, listeners, locks, channels or audio contexts', async () => {
    site = await serve({
      mounts: {
        '/counting.js': { body: COUNTING, type: 'text/javascript' },
        '/host.html': page(`<script src="/counting.js"></script><script type="module" src="/stillroom.js"></script>
          <script>
            // Rooms are made of functions more than of classes: one that stays behind keeps hundreds of them.
            window.classes = [${LANGUAGE.map((name) => `'${name}'`).join()}, 'BroadcastChannel', 'IDBDatabase', 'AudioContext',
              'HTMLAudioElement', 'ShadowRoot'];
            const { define } = customElements;
            customElements.define = function (name, ...rest) {
              classes.push('customElements.get("' + name + '")');
              return define.call(this, name, ...rest);
            };
          </script>`),
      },
    });
    browser = await launchChromium();
    tab = await browser.newPage();
    tools = await tab.context().newCDPSession(tab);
    await tools.send('Performance.enable');
    await tab.goto(`${site.origin}/host.html`);
    // What is made once and kept is made by the first.
    await visits(0, 2);
    const before = await alive();
    expect(Object.keys(before).length).toBeGreaterThan(12);
    expect(before.Function).toBeGreaterThan(1000);
    await visits(2, 2 + VISITS);
    // The browser makes a function of its own now and then; a visit that leaves one behind leaves twenty.
    const grown = async () =>
      Object.entries(await alive()).filter(([name, count]) => {
        const more = count - before[name]!;
        return LANGUAGE.includes(name) ? more >= VISITS : more > 0;
      });
    // What is closed may take a moment to go.
    await expect.poll(grown, { timeout: 20_000, interval: 1000 }).toEqual([]);
  });
});
