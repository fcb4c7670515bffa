import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'puppeteer-core';
import { until } from '../../scripts/setup/until.mjs';
import type { StillRoom } from '../../src/still-room.js';
import { engines, launchFirefox, launchThrottledChromium } from './support/launch.js';
import { canListen, record } from './support/recorder.js';
import { page, serve, type Site } from './support/serve.js';
import { call, ready, stateOf, whenState } from './support/tag.js';

/** Kept by a page as long as it lives: one that was loaded anew knows nothing of it. */
interface Kept {
  kept?: true;
}

/** Browsers as a visitor has them: with their cache of pages to go back to, which drivers turn off. */
const BROWSERS = {
  chromium: () => launchThrottledChromium(),
  firefox: () => launchFirefox({ prefs: { 'fission.bfcacheInParent': true } }),
};

describe.each(['chromium', 'firefox'] as const)('%s: a page that is left and come back to', (engine) => {
  let site: Site;
  let browser: Browser;
  beforeEach(async ({ skip }) => {
    skip(!engines[engine]);
    // Firefox keeps no page whose server said that nothing may be stored.
    site = await serve({
      headers: { 'cache-control': 'max-age=60' },
      mounts: {
        '/room.html': page('<script type="module" src="/stillroom.js"></script><still-room></still-room>'),
        '/elsewhere.html': page('Nothing here.'),
      },
    });
    browser = await BROWSERS[engine]();
  });
  afterEach(async () => {
    await browser?.close();
    await site?.close();
  });

  const open = async () => {
    const tab = await browser.newPage();
    await tab.goto(`${site.origin}/room.html`);
    await ready(tab);
    return tab;
  };
  const begin = async (tab: Page) => {
    for (const name of ['prepare', 'open', 'dose']) expect(await call(tab, name)).toBeNull();
    await whenState(tab, ({ music }) => music.status === 'playing' && music.track);
  };
  const leave = async (tab: Page) => {
    await tab.evaluate(() => void ((window as Kept).kept = true));
    await tab.goto(`${site.origin}/elsewhere.html`);
  };
  /** @returns whether it is the page that was left, and no new one */
  const comeBack = async (tab: Page) => {
    await tab.goBack();
    await ready(tab);
    return tab.evaluate(() => Boolean((window as Kept).kept));
  };
  const say = (restored: boolean) =>
    console.log(`${engine} ${restored ? 'brought the page back as it was' : 'loaded the page anew'}`);
  const sinceDose = (tab: Page) =>
    tab.evaluate(() => (document.querySelector('still-room') as StillRoom).clock!.sinceDose!);
  const typesOf = async (tab: Page) => (await stateOf(tab)).journal.map(({ type }) => type);
  const expectWhole = async (tab: Page) => {
    const { journal } = await stateOf(tab);
    expect(journal.map(({ seq }) => seq)).toEqual(journal.map((_, i) => i));
  };
  const level = async () => {
    const recording = await record();
    await until(() => recording.seconds > 1, 'Nothing was recorded.');
    return (await recording.stop()).level;
  };

  it('runs the room again: the clock has gone on, the music is heard, and nothing is told that was not', async () => {
    const tab = await open();
    await begin(tab);
    const before = { state: await stateOf(tab), dosed: Date.now() - (await sinceDose(tab)) };
    await leave(tab);
    const restored = await comeBack(tab);
    say(restored);
    // Otherwise this would test a reload and nothing else.
    if (engine === 'chromium') expect(restored).toBe(true);
    await whenState(tab, ({ role }) => role === 'owner');
    expect(await call(tab, 'mark')).toBeNull();
    const after = await stateOf(tab);
    expect([after.session, after.status, after.storage, after.marks.length]).toEqual([
      before.state.session,
      'open',
      'durable',
      1,
    ]);
    expect(Math.abs(Date.now() - (await sinceDose(tab)) - before.dosed)).toBeLessThan(1500);
    const since = (await typesOf(tab)).slice(before.state.journal.length);
    expect(since.filter((type) => /slept|clock|owner|interrupted/.test(type))).toEqual([]);
    if (restored) await whenState(tab, ({ music }) => music.status === 'playing' && music.track);
    if (restored && canListen) await expect.poll(level, { timeout: 40_000 }).toBeGreaterThan(-55);
    await expectWhole(tab);
    // It has the room, and does not only think so.
    const second = await open();
    expect([(await stateOf(tab)).role, (await stateOf(second)).role]).toEqual(['owner', 'viewer']);
  });

  it('has not kept the room from a window that waits for it, and follows that one afterwards', async () => {
    const first = await open();
    await begin(first);
    const second = await open();
    await first.bringToFront();
    await leave(first);
    const left = Date.now();
    await whenState(second, ({ role }) => role === 'owner');
    console.log(`${engine}: a page that was left was replaced within ${Date.now() - left} ms`);
    expect(Date.now() - left).toBeLessThan(10_000);
    expect(await call(second, 'mark')).toBeNull();
    say(await comeBack(first));
    await whenState(first, ({ role, marks }) => role === 'viewer' && marks.length === 1);
    expect(await call(first, 'mark')).toBeNull();
    for (const tab of [first, second]) {
      await whenState(tab, ({ marks }) => marks.length === 2);
      await expectWhole(tab);
    }
    expect((await typesOf(second)).filter((type) => type === 'owner-changed').length).toBe(1);
  });

  it.each([0, 3])('shows the %i marks it missed as one that watches, and is next in line again', async (count) => {
    const first = await open();
    await begin(first);
    const second = await open();
    await leave(second);
    for (let i = 0; i < count; i++) expect(await call(first, 'mark')).toBeNull();
    say(await comeBack(second));
    await whenState(second, ({ role, marks }) => role === 'viewer' && marks.length === count);
    await first.close();
    await whenState(second, ({ role }) => role === 'owner');
    expect(await call(second, 'mark')).toBeNull();
    expect((await stateOf(second)).marks.length).toBe(count + 1);
    await expectWhole(second);
  });
});
