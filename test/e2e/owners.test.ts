import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { StillRoom } from '../../src/still-room.js';
import { engines, launchChromium } from './support/launch.js';
import { serve, type Site } from './support/serve.js';
import { call, ready, stateOf, touch, wake, whenState } from './support/tag.js';
import { crash, freeze, openWindow, roomPage, storedIn, watch } from './support/windows.js';

interface Watching {
  reads: number;
  mute: boolean;
  seen: Record<number, number>;
}

describe.skipIf(!engines.chromium)('two windows of one room', () => {
  let site: Site;
  let browser: Browser;
  let context: BrowserContext;
  let address: string;
  beforeEach(async () => {
    site = await serve({ mounts: { '/host.html': roomPage(), '/fast.html': roomPage(20), '/watch.js': watch } });
    address = `${site.origin}/host.html`;
  });
  afterEach(async () => {
    await browser.close();
    await site.close();
  });

  /** So many windows; the session of the first is open. */
  async function opened(count = 2, autoplay = true): Promise<Page[]> {
    browser = await launchChromium({ autoplay });
    context = await browser.newContext();
    const tabs: Page[] = [];
    for (let i = 0; i < count; i++) tabs.push(await openWindow(context, address));
    for (const name of ['prepare', 'open', 'dose']) expect(await call(tabs[0]!, name)).toBeNull();
    for (const tab of tabs) await whenState(tab, ({ doses }) => doses.length);
    return tabs;
  }

  const marks = async (tab: Page) => (await stateOf(tab)).marks.length;
  const journalOf = async (tab: Page) => (await stateOf(tab)).journal;
  const owners = async (tabs: Page[]) => (await Promise.all(tabs.map(stateOf))).map(({ role }) => role);

  /** Every entry once, in order, and none in two windows' names under the same number. */
  async function expectWhole(tab: Page) {
    const { entries, epoch } = await storedIn(tab);
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, i) => i));
    const taken = entries.filter(({ type }) => type === 'owner-changed').map(({ data }) => data.epoch as number);
    expect(taken).toEqual([...new Set(taken)].sort((a, b) => a - b));
    expect(taken.at(-1) ?? epoch).toBe(epoch);
    return entries;
  }

  it('show the same at once, told by message and not by the disk, and carry commands', async () => {
    const [first, second] = (await opened()) as [Page, Page];
    expect(await owners([first, second])).toEqual(['owner', 'viewer']);
    await second.evaluate(() => void ((window as unknown as Watching).reads = 0));
    for (let i = 0; i < 20; i++) expect(await call(i % 2 ? second : first, 'mark', `mark ${i}`)).toBeNull();
    await whenState(second, ({ marks }) => marks.length === 20);
    await whenState(first, ({ marks }) => marks.length === 20);
    expect(await second.evaluate(() => (window as unknown as Watching).reads)).toBe(0);
    expect(await journalOf(second)).toEqual(await journalOf(first));

    const [told, shown] = await Promise.all(
      [first, second].map((tab) => tab.evaluate(() => (window as unknown as Watching).seen)),
    );
    const late = Object.keys(told!).map((seq) => shown![Number(seq)]! - told![Number(seq)]!);
    late.sort((a, b) => a - b);
    console.log(
      `a viewer showed ${late.length} entries ${late[late.length >> 1]!.toFixed(1)} ms after the owner (half), ${late.at(-1)!.toFixed(1)} at most`,
    );
    const stored = await expectWhole(first);
    expect(stored.filter(({ type }) => type === 'marked').every(({ cmd }) => cmd)).toBe(true);
    expect(await call(second, 'goTo', 'nowhere')).toMatch(/^unknown: /);
  });

  it.each([
    ['is left', (tab: Page) => tab.goto('about:blank')],
    ['has crashed', crash],
  ])('let no check-in lapse while another window holds it half typed, and no longer once that %s', async (_, end) => {
    address = `${site.origin}/fast.html`;
    const [first, second] = (await opened()) as [Page, Page];
    await wake(second);
    await second.locator('[part=card] [name=systolic]').first().fill('12');
    const of = async () => (await stateOf(first)).checkIns.find(({ id }) => id === 'bp@before')!;
    const lapsesAt = (await of()).lapsesAt!;
    await expect
      .poll(() => first.evaluate(() => (document.querySelector('still-room') as StillRoom).clock!.now), {
        timeout: 60_000,
      })
      .toBeGreaterThan(lapsesAt + 60_000);
    expect((await of()).status).toBe('due');
    await end(second);
    await whenState(first, ({ checkIns }) => checkIns.find(({ id }) => id === 'bp@before')!.status === 'lapsed');
  });

  it('lose nothing when the owner dies after it has written and before it could say so: done once', async () => {
    const [first, second] = (await opened()) as [Page, Page];
    await first.evaluate(() => void ((window as unknown as Watching).mute = true));
    const marked = call(second, 'mark', 'said to an owner that dies');
    await whenState(first, ({ marks }) => marks.length === 1);
    const before = Date.now();
    await crash(first);
    await whenState(second, ({ role }) => role === 'owner');
    console.log(`a crashed owner was replaced within ${Date.now() - before} ms`);
    expect(await marked).toBeNull();
    expect(await marks(second)).toBe(1);
    expect((await expectWhole(second)).filter(({ type }) => type === 'marked').length).toBe(1);
    await whenState(second, ({ music }) => music.status === 'playing' && music.track);
  });

  it('move the session by a button, and the former owner follows', async () => {
    const [first, second] = (await opened()) as [Page, Page];
    await wake(second);
    await touch(second, 'Run it from this window');
    await whenState(second, ({ role }) => role === 'owner');
    await whenState(first, ({ role }) => role === 'viewer');
    expect(await call(first, 'mark')).toBeNull();
    expect([await marks(first), await marks(second)]).toEqual([1, 1]);
    const changed = (await expectWhole(second)).filter(({ type }) => type === 'owner-changed');
    expect(changed.map(({ data }) => data.why)).toEqual(['person']);
    await whenState(second, ({ music }) => music.status === 'playing' && music.track);
  });

  it('go on where the lock was stolen by something else', async () => {
    const [first, second] = (await opened()) as [Page, Page];
    await first.evaluate(() => navigator.locks.request('stillroom:room', { steal: true }, () => {}));
    await whenState(second, ({ role }) => role === 'owner');
    expect(await owners([first, second])).toEqual(['viewer', 'owner']);
    expect(await call(first, 'mark')).toBeNull();
    await expectWhole(first);
  });

  it('leave a frozen owner behind, which writes nothing when it wakes', async () => {
    const [first, second] = (await opened()) as [Page, Page];
    const thaw = await freeze(first);
    expect(await call(second, 'takeOver')).toBeNull();
    expect(await call(second, 'mark', 'meanwhile')).toBeNull();
    const { epoch } = await storedIn(second);
    await thaw();
    await whenState(first, ({ role, marks }) => role === 'viewer' && marks.length === 1);
    expect(await call(first, 'mark', 'from the one that woke')).toBeNull();
    expect(await marks(second)).toBe(2);
    await expectWhole(second);
    expect((await storedIn(second)).epoch).toBe(epoch);
    expect(await journalOf(first)).toEqual(await journalOf(second));
  });

  it('go on without one that hangs, though its turn comes, and store on after all was erased beside it', async () => {
    const [first, second] = (await opened()) as [Page, Page];
    second.on('dialog', () => {
      // It stays: nothing runs in that page.
    });
    const stands = second.waitForEvent('dialog');
    await second.evaluate(() => void setTimeout(() => alert('A dialog of the host page.')));
    await stands;
    await first.reload();
    await ready(first);
    await whenState(first, ({ role }) => role === 'owner');
    expect(await call(first, 'mark', 'a word')).toBeNull();
    expect(await marks(first)).toBe(1);
    for (const [name, ...args] of [['end'], ['erase', 'all'], ['prepare'], ['open'], ['dose']] as const)
      expect([name, await call(first, name, ...args)]).toEqual([name, null]);
    const { entries } = await storedIn(first);
    expect(entries.map(({ type }) => type)).toContain('dosed');
    expect((await stateOf(first)).storage).toBe('durable');
  });

  it('let the music follow the touch, where the browser wants one before it sounds', async () => {
    const [first] = (await opened(1, false)) as [Page];
    // From here on nothing is evaluated there: a driver's calls count as touches.
    await first.reload();
    const second = await openWindow(context, address);
    await whenState(second, ({ role, music }) => role === 'viewer' && music.status === 'waiting');
    await touch(second, 'Tap to bring the music back');
    await whenState(second, ({ role, music }) => role === 'owner' && music.status === 'playing');
    await whenState(first, ({ role, music }) => role === 'viewer' && music.status === 'playing');
    const changed = (await expectWhole(second)).filter(({ type }) => type === 'owner-changed');
    expect(changed.map(({ data }) => data.why)).toEqual(['touch']);
  });
});
