import { afterEach, describe, expect, it } from 'vitest';
import type { Browser, CDPSession, Page } from 'puppeteer-core';
import { engines, launchThrottledChromium } from './support/launch.js';
import { page, serve, type Site } from './support/serve.js';
import { call, ready, stateOf, whenState } from './support/tag.js';
import type { StillRoom } from '../../src/still-room.js';

const MINUTE = 60_000;

/** Both clocks of the page can be moved; where they are taken from is as it was. */
const CLOCKS = `
  window.skew = { wall: 0, monotonic: 0 };
  const { now } = Date, since = performance.now.bind(performance);
  Date.now = () => now() + skew.wall;
  performance.now = () => since() + skew.monotonic;
  window.lived = [];
  for (const type of ['freeze', 'resume']) document.addEventListener(type, () => lived.push(type));
`;

describe.skipIf(!engines.chromium)('a page that stands still in the middle of a session', () => {
  let site: Site;
  let browser: Browser;
  let tab: Page;
  let life: CDPSession;
  afterEach(async () => {
    await browser.close();
    await site.close();
  });

  const begin = async () => {
    site = await serve({
      mounts: {
        '/clocks.js': { body: CLOCKS, type: 'text/javascript' },
        '/host.html': page(
          '<script src="/clocks.js"></script><script type="module" src="/stillroom.js"></script><still-room></still-room>',
        ),
      },
    });
    // Playwright's pages are never hidden, and so never frozen.
    browser = await launchThrottledChromium();
    tab = await browser.newPage();
    life = await tab.createCDPSession();
    await tab.goto(`${site.origin}/host.html`);
    await ready(tab);
    expect(await call(tab, 'prepare', { protocol: 'im' })).toBeNull();
    expect(await call(tab, 'open')).toBeNull();
    expect(await call(tab, 'dose')).toBeNull();
    await whenState(tab, ({ music }) => music.status === 'playing' && music.track && music.position > 1);
  };
  const set = (state: 'frozen' | 'active') => life.send('Page.setWebLifecycleState', { state });
  const move = (skew: { wall: number; monotonic: number }) =>
    tab.evaluate((skew) => void Object.assign((window as unknown as { skew: object }).skew, skew), skew);
  const since = () => tab.evaluate(() => (document.querySelector('still-room') as StillRoom).clock!.sinceDose!);

  it.each([
    ['frozen for 40 minutes', { wall: 40 * MINUTE, monotonic: 40 * MINUTE }],
    ['asleep for 40 minutes, in which its clock stands still', { wall: 40 * MINUTE, monotonic: 0 }],
  ])('%s: what fell into the gap is written in order, and the phase is where it should be', async (_, skew) => {
    await begin();
    const before = await stateOf(tab);
    await set('frozen');
    await move(skew);
    await set('active');
    expect(await tab.evaluate(() => (window as unknown as { lived: string[] }).lived)).toEqual(['freeze', 'resume']);
    await whenState(tab, ({ journal }) => journal.some(({ type }) => type === 'slept'));
    await whenState(tab, ({ phase }) => phase?.id !== before.phase?.id);

    const after = await stateOf(tab);
    const gap = after.journal.slice(before.journal.length);
    const slept = gap.find((entry) => entry.type === 'slept');
    expect(slept?.data.certain).toBe(true);
    expect(slept!.data.to - slept!.data.from).toBeGreaterThan(39 * MINUTE);
    expect(await since()).toBeGreaterThan(40 * MINUTE);

    // Each with the time at which it would have come, oldest first; what is past its window has lapsed.
    const told = gap.filter(({ cause }) => cause === 'time');
    const due = told.flatMap((entry) => (entry.type === 'check-in-due' ? [entry.data] : []));
    expect(due.map(({ t }) => t)).toEqual(due.map(({ t }) => t).sort((a, b) => a - b));
    const over = due.filter(({ lapsesAt }) => lapsesAt! < slept!.data.to).map(({ id }) => id);
    expect(over.length).toBeGreaterThan(3);
    expect(told.flatMap((entry) => (entry.type === 'check-in-lapsed' ? [entry.data.id] : []))).toEqual(
      expect.arrayContaining(over),
    );
    expect(after.checkIns.filter(({ id }) => over.includes(id)).map(({ status }) => status)).toEqual(
      over.map(() => 'lapsed'),
    );
    const { protocol, phase } = after;
    let ends = 0;
    const planned = protocol!.phases.slice(1).find(({ minutes }) => (ends += minutes ?? Infinity) > 40);
    expect(phase?.id).toBe(planned?.id);

    // The music has not leapt: the piece that was playing has not gone on by 40 minutes, and something plays.
    await whenState(tab, ({ music }) => music.status === 'playing' && music.track);
    expect((await stateOf(tab)).music.position).toBeLessThan(before.music.position + 60);
    expect(await call(tab, 'mark')).toBeNull();
  });

  it('has its clock set back an hour: the session does not notice, and says so in its journal', async () => {
    await begin();
    const { phase, journal } = await stateOf(tab);
    const before = await since();
    await move({ wall: -60 * MINUTE, monotonic: 0 });
    await whenState(tab, ({ journal }) => journal.some(({ type }) => type === 'clock-stepped'));
    expect((await since()) - before).toBeLessThan(MINUTE);
    const after = await stateOf(tab);
    expect(after.phase).toEqual(phase);
    expect(after.journal.slice(journal.length).map(({ type }) => type)).toEqual(['clock-stepped']);
  });
});
