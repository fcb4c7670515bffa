import { afterEach, describe, expect, it } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { engines, launchChromium } from './support/launch.js';
import { serve, type Site } from './support/serve.js';
import { call, stateOf, whenState } from './support/tag.js';
import { crash, freeze, openWindow, roomPage, storedIn, watch } from './support/windows.js';

/** How often the owner changes; `npm run soak -- owners` asks for more. */
const CHANGES = Number(process.env.STILLROOM_CHANGES ?? 4);
const WAYS = ['closed', 'crashed', 'stolen', 'frozen'] as const;

let site: Site;
afterEach(() => site.close());

describe.skipIf(!engines.chromium)('owners that come and go', () => {
  let browser: Browser;
  afterEach(() => browser.close());

  it(
    `${CHANGES} times under load: one at any time, and no entry lost or doubled`,
    { timeout: 120_000 + CHANGES * 15_000 },
    async () => {
      site = await serve({ mounts: { '/host.html': roomPage(), '/watch.js': watch } });
      browser = await launchChromium();
      const context: BrowserContext = await browser.newContext();
      const open = () => openWindow(context, `${site.origin}/host.html`);
      let tabs: Page[] = [await open(), await open()];
      for (const name of ['prepare', 'open', 'dose']) expect(await call(tabs[0]!, name)).toBeNull();

      /** Every command: what became of it, `gone` where its window did not live to tell. */
      const sent: { text: string; outcome: Promise<string | null> }[] = [];
      let loaded = true;
      const load = (async () => {
        while (loaded) {
          const tab = tabs[Math.floor(Math.random() * tabs.length)]!;
          const text = `mark ${sent.length}`;
          sent.push({ text, outcome: call(tab, 'mark', text).catch(() => 'gone') });
          await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 250));
        }
      })();

      /** Of the windows that are awake whoever says that it is the owner; never more than one. */
      const owner = async () => {
        const roles = await Promise.all(tabs.map(async (tab) => [tab, (await stateOf(tab)).role] as const));
        const owners = roles.filter(([, role]) => role === 'owner').map(([tab]) => tab);
        expect(owners.length).toBeLessThanOrEqual(1);
        return owners[0];
      };
      const took: number[] = [];
      for (let i = 0; i < CHANGES; i++) {
        const way = WAYS[i % WAYS.length]!;
        let first = await owner();
        while (!first) first = await owner();
        tabs = tabs.filter((tab) => tab !== first);
        const began = Date.now();
        if (way === 'closed') await first.close();
        if (way === 'crashed') await crash(first);
        if (way === 'stolen') expect(await call(tabs[0]!, 'takeOver')).toBeNull();
        const thaw = way === 'frozen' ? await freeze(first) : null;
        if (thaw) expect(await call(tabs[0]!, 'takeOver')).toBeNull();
        while (!(await owner())) continue;
        took.push(Date.now() - began);
        await thaw?.();
        if (way === 'stolen' || thaw) {
          await whenState(first, ({ role }) => role === 'viewer');
          tabs.push(first);
        } else {
          if (way === 'crashed') await first.close();
          tabs.push(await open());
        }
      }
      loaded = false;
      await load;
      const outcomes = await Promise.all(sent.map(async ({ text, outcome }) => ({ text, outcome: await outcome })));
      const { entries } = await storedIn(tabs[0]!);
      const texts = entries.flatMap(({ type, private: typed }) => (type === 'marked' ? [typed!.text!] : []));
      const acknowledged = outcomes.filter(({ outcome }) => outcome === null).map(({ text }) => text);
      const epochs = entries.flatMap(({ type, data }) => (type === 'owner-changed' ? [data.epoch as number] : []));
      const count = (outcome: string) => outcomes.filter((each) => each.outcome?.startsWith(outcome)).length;
      console.log(
        `${CHANGES} changes of the owner, each within ${Math.max(...took)} ms; ${sent.length} commands: ${acknowledged.length} acknowledged, ${count('no-owner')} without an owner, ${count('gone')} gone with their window; ${entries.length} entries`,
      );
      expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, i) => i));
      expect(texts).toEqual([...new Set(texts)]);
      expect(acknowledged.filter((text) => !texts.includes(text))).toEqual([]);
      expect(outcomes.filter(({ outcome }) => outcome !== null && !/^(no-owner|gone)/.test(outcome))).toEqual([]);
      expect(epochs).toEqual([...new Set(epochs)].sort((a, b) => a - b));
      expect(epochs.length).toBeGreaterThanOrEqual(CHANGES);
      for (const tab of tabs) await whenState(tab, ({ journal }) => journal.length >= entries.length);
      const [one, other] = await Promise.all(tabs.map(stateOf));
      expect(one!.marks).toEqual(other!.marks);
    },
  );
});
