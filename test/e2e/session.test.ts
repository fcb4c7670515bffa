import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { BrowserContext, Page } from 'playwright-core';
import { playControl, silences } from './support/control.js';
import { engines, launchChromiumAt } from './support/launch.js';
import { canListen, record } from './support/recorder.js';
import { serve, type Site } from './support/serve.js';
import type { State } from '../../src/session/types.js';
import type { StillRoom } from '../../src/still-room.js';
import { ready, stateOf, touch, wake, whenState } from './support/tag.js';

const TAG = `document.querySelector('still-room')`;

/** A whole session as a therapist runs it, by the words on the page, heard at the loudspeaker. */
describe('a session from opening to the timeline', () => {
  let site: Site;
  let browser: BrowserContext;
  const profile = mkdtempSync(join(tmpdir(), 'stillroom-profile-'));
  afterEach(async () => {
    await browser?.close();
    await site?.close();
    rmSync(profile, { recursive: true, force: true });
  });

  /** A browser as a visitor has it, at the page. */
  const visit = async () => {
    browser = await launchChromiumAt(profile, { audible: true, autoplay: false });
    const tab = await browser.newPage();
    await tab.setViewportSize({ width: 1280, height: 800 });
    await tab.goto(`${site.origin}/`);
    await peek(tab, `customElements.whenDefined('still-room').then(() => ${TAG}.ready).then(() => true)`);
    return tab;
  };
  /** What a driver evaluates counts as a gesture, which lets sound begin: this does not. */
  const peek = async <T>(tab: Page, expression: string): Promise<T> => {
    const session = await tab.context().newCDPSession(tab);
    const { result } = await session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    await session.detach();
    return result.value as T;
  };
  const clock = (tab: Page) =>
    tab.evaluate(() => {
      const { openFor, sinceDose } = (document.querySelector('still-room') as StillRoom).clock!;
      return { openFor: openFor ?? 0, sinceDose: sinceDose ?? 0 };
    });
  const openFor = (tab: Page, seconds: number) =>
    vi.waitUntil(async () => (await clock(tab)).openFor > seconds * 1000, { timeout: 90_000, interval: 200 });

  it.skipIf(!canListen || !engines.chromium)(
    'can be run by hand, survives a reload, and sounds throughout',
    async () => {
      site = await serve();
      let tab = await visit();
      await tab.getByRole('radio', { name: 'Lozenge' }).check();
      await tab.getByRole('radio', { name: /Still water/ }).check();
      await touch(tab, 'Prepare');
      await whenState(tab, ({ status }) => status === 'prepared');
      expect((await stateOf(tab)).protocol?.id).toBe('lozenge');

      // Loud enough to be told from nothing.
      await tab.getByRole('slider').first().fill('0.8');
      const control = await playControl();
      const listen = async () => Promise.all([record(), control.record()]);
      const before = await listen();
      await touch(tab, 'Begin');
      await whenState(tab, ({ status, music }) => status === 'open' && music.status === 'playing' && music.track);
      await wake(tab);
      await touch(tab, /^Dose given/);
      await whenState(tab, ({ doses }) => doses.length === 1);

      // The vitals that waited for the dose.
      await tab
        .getByLabel(/Systolic/)
        .first()
        .fill('124');
      await tab
        .getByLabel(/Diastolic/)
        .first()
        .fill('78');
      await tab
        .getByRole('button', { name: /^Record/ })
        .first()
        .click();
      await whenState(tab, ({ checkIns }) => checkIns.some(({ status }) => status === 'answered'));
      await touch(tab, 'Mark');
      await whenState(tab, ({ marks }) => marks.length === 1);
      await openFor(tab, 24);
      const opening = await Promise.all(before.map((each) => each.stop()));
      const { sinceDose } = await clock(tab);

      // The browser is gone and comes back: no touch yet, so no sound yet.
      await browser.close();
      tab = await visit();
      await vi.waitUntil(async () => (await peek(tab, `${TAG}.state.music.status`)) === 'waiting', {
        timeout: 30_000,
        interval: 200,
      });
      const back = await peek<State>(tab, `${TAG}.state`);
      expect(back.status).toBe('open');
      expect(back.marks.length).toBe(1);
      expect(await peek(tab, `${TAG}.clock.sinceDose`)).toBeGreaterThan(sinceDose);

      const after = await listen();
      // By its place: to look for it as other buttons would be a gesture already.
      const place = `(() => { const { x, y, width, height } = ${TAG}.shadowRoot.querySelector('button.blocked')
        .getBoundingClientRect(); return [x + width / 2, y + height / 2]; })()`;
      await tab.mouse.click(...(await peek<[number, number]>(tab, place)));
      await whenState(tab, ({ music }) => music.status === 'playing');
      await openFor(tab, (await clock(tab)).openFor / 1000 + 22);
      const resumed = await Promise.all(after.map((each) => each.stop()));
      await control.stop();

      // A reload in the same window.
      await tab.reload();
      await ready(tab);
      expect((await stateOf(tab)).status).toBe('open');

      await wake(tab);
      await touch(tab, 'Bring to a close');
      await whenState(tab, ({ status }) => status === 'closing');
      await touch(tab, 'End the session');
      await touch(tab, 'Touch again to end');
      await whenState(tab, ({ status }) => status === 'ended');
      for (const words of ['Holding', 'Hush', 'Mark', 'Blood pressure'])
        expect(await tab.getByText(words, { exact: false }).first().isVisible()).toBe(true);

      // Music from opening on: from the first seconds of its fade to the end of the recording.
      for (const [heard, beside] of [opening, resumed]) {
        if (!heard || !beside) throw new Error('Nothing was recorded.');
        const first = heard.firstSound(-70);
        expect(first).not.toBeNull();
        const music = heard.between((first ?? 0) + 4, heard.seconds - 0.2);
        expect(music.seconds).toBeGreaterThan(12);
        // Music that fades away or falls into a gap gets low; samples that are missing altogether were not delivered in
        // time by a busy machine, which the control suffers too, if not in the same twentieth of a second. A page whose
        // sound had stopped would stay without for longer.
        const low = music.levels(50).filter((level) => level < -65 && level > -190);
        expect(low).toEqual([]);
        expect(music.longestSilence(-65, 50)).toBeLessThan(1000);
        expect(silences(heard, beside, -65, (first ?? 0) + 4).length).toBeLessThan(0.05 * music.levels(50).length);
        // It fades in: the first second is far below the last, and there is no burst on the way.
        const [soft, full] = [
          heard.between(first ?? 0, (first ?? 0) + 1),
          heard.between(heard.seconds - 2, heard.seconds),
        ];
        expect(soft.level).toBeLessThan(full.level - 10);
        const rises = music.levels(1000).map((level, i, all) => level - (all[i - 1] ?? level));
        expect(Math.max(...rises)).toBeLessThan(6);
      }
    },
  );
});
