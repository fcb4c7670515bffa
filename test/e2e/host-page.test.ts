import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'puppeteer-core';
import { engines, launchThrottledChromium } from './support/launch.js';
import { file, page, serve, type Site } from './support/serve.js';
import { call, ready, stateOf, whenState } from './support/tag.js';
import type { StillRoom } from '../../src/still-room.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const built = readFileSync('dist/stillroom.js', 'utf8');
const script = '<script type="module" src="/stillroom.js"></script>';
const tag = `${script}<still-room></still-room>`;

/** Chromium as a visitor has it: with its cache of pages to go back to. */
describe.skipIf(!engines.chromium)('a host page that does what it likes', () => {
  let site: Site;
  let browser: Browser;
  let tab: Page;
  const errors: string[] = [];

  beforeAll(async () => {
    site = await serve({
      mounts: {
        '/first.html': page(tag),
        '/second.html': page(tag),
        '/elsewhere.html': page('Nothing here.'),
        '/copy.js': file('dist/stillroom.js'),
        '/older.js': { body: built.replaceAll(version, '0.0.7'), type: 'text/javascript' },
        '/versions.html': page(`${tag}<script type="module">
          await customElements.whenDefined('still-room');
          const { StillRoom } = await import('/older.js');
          await import('/copy.js');
          StillRoom.define('still-copy');
          document.body.append(Object.assign(document.createElement('still-copy'), { id: 'copy', room: 'other' }));
        </script>`),
        '/twice.html': page(`${tag}<script type="module">
          import { StillRoom } from '/copy.js';
          StillRoom.define('still-copy');
          document.body.append(Object.assign(document.createElement('still-copy'), { id: 'copy' }));
        </script>`),
      },
    });
    browser = await launchThrottledChromium();
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });
  afterEach(async () => {
    await call(tab, 'end');
    await call(tab, 'leave');
    await tab.close();
    expect(errors).toEqual([]);
  });

  const visit = async (path: string) => {
    tab = await browser.newPage();
    errors.length = 0;
    tab.on('pageerror', (error) => errors.push(String(error)));
    await tab.goto(`${site.origin}${path}`);
    await ready(tab);
  };
  const begin = async () => {
    for (const name of ['prepare', 'open', 'dose']) expect(await call(tab, name)).toBeNull();
  };
  const whole = async () => {
    const { journal } = await stateOf(tab);
    expect(journal.map(({ seq }) => seq)).toEqual(journal.map((_, i) => i));
  };

  it('goes elsewhere and back: the session is there, owned and in order', async () => {
    await visit('/first.html');
    await begin();
    const { session } = await stateOf(tab);
    for (let times = 0; times < 3; times++) {
      await tab.goto(`${site.origin}/elsewhere.html`);
      await tab.goBack();
      await ready(tab);
      await whenState(tab, ({ role }) => role === 'owner');
      expect(await call(tab, 'mark')).toBeNull();
    }
    const state = await stateOf(tab);
    expect([state.session, state.status, state.marks.length]).toEqual([session, 'open', 3]);
    await whole();
  });

  it('goes to another page of the same room, which goes on with it, and back', async () => {
    await visit('/first.html');
    await begin();
    for (const path of ['/second.html', null, '/second.html']) {
      await (path ? tab.goto(`${site.origin}${path}`) : tab.goBack());
      await ready(tab);
      // A page that is kept to go back to must not keep the room.
      await whenState(tab, ({ role, status }) => role === 'owner' && status === 'open');
      expect(await call(tab, 'mark')).toBeNull();
    }
    expect((await stateOf(tab)).marks.length).toBe(3);
    await whole();
  });

  it('hides the element and changes every attribute: the session goes on as it was', async () => {
    await visit('/first.html');
    await begin();
    await tab.evaluate(async () => {
      const room = document.querySelector('still-room') as StillRoom;
      room.hidden = true;
      room.style.display = 'none';
      for (const [name, value] of [
        ['playlists', '/nowhere.jspf silence'],
        ['protocols', 'iv /nowhere.json'],
        ['pace', '600'],
        ['theme', 'day'],
        ['theme', 'purple'],
        ['numerals', 'never'],
        ['max-volume', 'loud'],
        ['max-volume', '0.3'],
        ['lang', 'ar'],
        ['inline', ''],
        ['view', 'console'],
        ['keep-days', '-1'],
      ] as const) {
        room.setAttribute(name, value);
        await room.updateComplete;
      }
      for (const { name } of [...room.attributes]) {
        room.removeAttribute(name);
        await room.updateComplete;
      }
    });
    expect(await call(tab, 'mark')).toBeNull();
    const { status, rehearsal, protocol, marks } = await stateOf(tab);
    expect([status, rehearsal, protocol?.id, marks.length]).toEqual(['open', false, 'im', 1]);
    // It covers the page as before.
    const [width, height] = await tab.evaluate(() => {
      const cover = document.querySelector('still-room')!.shadowRoot!.querySelector('[part=cover]')!;
      const box = cover.getBoundingClientRect();
      return [box.width - innerWidth, box.height - innerHeight];
    });
    expect([width, height]).toEqual([0, 0]);
    await whole();
  });

  it('loads two copies of the script: each serves its own tags, and one of them owns the room', async () => {
    await visit('/twice.html');
    await begin();
    const copy = () => tab.evaluate(() => JSON.stringify((document.querySelector('#copy') as StillRoom).state));
    await expect.poll(async () => JSON.parse(await copy()).status, { timeout: 10_000 }).toBe('open');
    // Whichever was loaded first has it, and keeps it.
    const { role, journal } = await stateOf(tab);
    expect([role, JSON.parse(await copy()).role].sort()).toEqual(['owner', 'viewer']);
    expect(journal.map(({ type }) => type)).not.toContain('owner-changed');
    expect(await call(tab, 'mark')).toBeNull();
    await expect.poll(async () => JSON.parse(await copy()).marks.length, { timeout: 10_000 }).toBe(1);
    await whole();
  });

  it('loads two versions of the script: a warning names both, the first serves the page, and a copy is no version', async () => {
    const warnings: string[] = [];
    tab = await browser.newPage();
    tab.on('console', (line) => void (line.type() === 'warn' && warnings.push(line.text())));
    errors.length = 0;
    tab.on('pageerror', (error) => errors.push(String(error)));
    await tab.goto(`${site.origin}/versions.html`);
    await ready(tab);
    await tab.waitForSelector('#copy');
    await begin();
    expect((await stateOf(tab)).journal[0]!.data).toMatchObject({ version });
    // Once for the tag, and once for the other that the page registers by itself.
    expect(warnings.filter((text) => text.includes(version) && text.includes('0.0.7'))).toHaveLength(2);
    expect(warnings).toHaveLength(2);
    await whole();
  });
});
