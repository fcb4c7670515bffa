import { afterEach, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { engines, launchChromium } from './support/launch.js';
import { page, serve, type Site } from './support/serve.js';
import { call, ready, stateOf, whenState } from './support/tag.js';

/** Requests of IndexedDB stand still while `stalled`; ramps of every gain are noted as they are asked for. */
const FAULTS = `
  window.stalled = 0;
  const set = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, 'oncomplete').set;
  const later = (wait, run) => (wait > 0 ? setTimeout(run, wait) : run());
  const listen = EventTarget.prototype.addEventListener;
  IDBTransaction.prototype.addEventListener = function (type, run, ...rest) {
    return listen.call(this, type, (event) => later(stalled - performance.now(), () => run.call(this, event)), ...rest);
  };
  Object.defineProperty(IDBTransaction.prototype, 'oncomplete', {
    set(run) { set.call(this, (event) => later(stalled - performance.now(), () => run.call(this, event))); },
  });
  window.ramps = [];
  for (const name of ['linearRampToValueAtTime', 'setValueAtTime', 'setTargetAtTime', 'exponentialRampToValueAtTime', 'setValueCurveAtTime']) {
    const old = AudioParam.prototype[name];
    AudioParam.prototype[name] = function (value, time, ...rest) { ramps.push({ at: performance.now(), time }); return old.call(this, value, time, ...rest); };
  }
`;

describe.skipIf(!engines.chromium)('a disk that stalls', () => {
  let site: Site;
  let browser: Browser;
  afterEach(async () => {
    await browser.close();
    await site.close();
  });

  it('for five seconds delays no fade, and the entry is acknowledged when it is written', async () => {
    site = await serve({
      mounts: {
        '/host.html': page(
          '<script src="/faults.js"></script><script type="module" src="/stillroom.js"></script><still-room></still-room>',
        ),
        '/faults.js': { body: FAULTS, type: 'text/javascript' },
      },
    });
    browser = await launchChromium();
    const tab = await browser.newPage();
    await tab.goto(`${site.origin}/host.html`);
    await ready(tab);
    expect(await call(tab, 'prepare')).toBeNull();
    expect(await call(tab, 'open')).toBeNull();
    await whenState(tab, ({ music }) => music.status === 'playing' && music.track);

    const { fade, written, shown } = await tab.evaluate(async () => {
      const faults = window as unknown as { stalled: number; ramps: { at: number }[] };
      const room = document.querySelector('still-room') as unknown as {
        silence(): Promise<unknown>;
        state: { music: { silenced: boolean } };
      };
      const touched = performance.now();
      faults.stalled = touched + 5000;
      faults.ramps.length = 0;
      const done = room.silence();
      await new Promise((resolve) => setTimeout(resolve, 60));
      const first = faults.ramps[0];
      const shownEarly = room.state.music.silenced;
      await done;
      return { fade: first ? first.at - touched : null, written: performance.now() - touched, shown: shownEarly };
    });
    // The automation is on the audio clock from then on: it begins 50 ms ahead at most.
    expect(fade).not.toBeNull();
    expect(fade).toBeLessThan(10);
    expect(shown).toBe(false);
    expect(written).toBeGreaterThan(4500);
    expect((await stateOf(tab)).music.silenced).toBe(true);
  });
});
