import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { engines, launchChromium, launchChromiumAt, launchFirefox } from './support/launch.js';
import { page, serve, type Site } from './support/serve.js';
import { call, ready, stateOf, whenState, type Tab } from './support/tag.js';

const tag = '<script type="module" src="/stillroom.js"></script><still-room inline></still-room>';
const framed = (attributes: string) => page(`<iframe ${attributes} width="900" height="700"></iframe>`);

const begin = async (tab: Tab) => {
  for (const name of ['prepare', 'open', 'dose']) expect(await call(tab, name)).toBeNull();
};
const seqs = async (tab: Tab) => (await stateOf(tab)).journal.map(({ seq }) => seq);
const whole = (length: number) => Array.from({ length }, (_, i) => i);

/** A session can be run to its end, in memory; nothing breaks on the way. */
async function runsInMemory(tab: Tab, storage: string) {
  await begin(tab);
  expect(await call(tab, 'mark', 'a moment')).toBeNull();
  expect((await stateOf(tab)).storage).toBe(storage);
  await whenState(tab, ({ music }) => music.status === 'playing' && music.track);
  expect(await call(tab, 'end')).toBeNull();
  const { status, journal, marks } = await stateOf(tab);
  expect([status, marks.length]).toEqual(['ended', 1]);
  expect(await seqs(tab)).toEqual(whole(journal.length));
}

describe.skipIf(!engines.chromium)('storage that fails under a session', () => {
  let site: Site;
  let browser: Browser;
  let context: BrowserContext;
  let tab: Page;
  const errors: string[] = [];

  beforeAll(async () => {
    site = await serve({
      // A sandboxed frame has no origin of its own, and asks even its own server across origins.
      headers: { 'access-control-allow-origin': '*' },
      mounts: {
        '/blank.html': page(''),
        '/host.html': page(tag),
        '/sandboxed.html': framed('sandbox="allow-scripts" src="/host.html"'),
      },
    });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });
  afterEach(() => context.close());

  const visit = async (path: string) => {
    context = await browser.newContext();
    tab = await context.newPage();
    errors.length = 0;
    tab.on('pageerror', (error) => errors.push(String(error)));
    tab.on('dialog', (dialog) => errors.push(dialog.message()));
    await tab.goto(`${site.origin}${path}`);
  };
  const protocol = () => context.newCDPSession(tab);

  it('a full disk: the session runs on in memory, one quiet line says so, and all is written when there is room', async () => {
    // Chromium looks at what is left only now and then: it is full from the beginning.
    await visit('/blank.html');
    const disk = await protocol();
    const { origin } = site;
    await disk.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
    await tab.goto(`${origin}/host.html`);
    await ready(tab);
    await begin(tab);
    await whenState(tab, ({ storage }) => storage === 'failing');
    for (let i = 0; i < 4; i++) expect(await call(tab, 'mark')).toBeNull();
    expect((await stateOf(tab)).marks.length).toBe(4);
    const line = tab.getByText(/Nothing can be saved/);
    await tab.mouse.click(640, 40);
    await expect.poll(() => line.count()).toBe(1);
    // It is said, and asks for nothing.
    expect(await tab.locator('dialog, [role=dialog], [role=alertdialog], [role=alert]').count()).toBe(0);

    await disk.send('Storage.overrideQuotaForOrigin', { origin });
    await whenState(tab, ({ storage }) => storage === 'durable');
    await expect.poll(() => line.count()).toBe(0);
    const { journal } = await stateOf(tab);
    await tab.reload();
    await ready(tab);
    expect((await stateOf(tab)).journal.slice(0, journal.length)).toEqual(journal);
    expect((await stateOf(tab)).marks.length).toBe(4);
    expect(errors).toEqual([]);
  });

  it('site data cleared in the middle of a session: it is written anew, whole', async () => {
    await visit('/host.html');
    await ready(tab);
    await begin(tab);
    expect(await call(tab, 'mark')).toBeNull();
    await (await protocol()).send('Storage.clearDataForOrigin', { origin: site.origin, storageTypes: 'all' });
    expect(await call(tab, 'mark')).toBeNull();
    await whenState(tab, ({ storage }) => storage === 'durable');
    const { journal, session } = await stateOf(tab);
    await tab.reload();
    await ready(tab);
    const after = await stateOf(tab);
    expect(after.session).toBe(session);
    expect(after.journal.slice(0, journal.length)).toEqual(journal);
    expect(errors).toEqual([]);
  });

  it('its database deleted while nothing is called: it is written anew by itself, whole', async () => {
    await visit('/host.html');
    await ready(tab);
    await begin(tab);
    expect(await call(tab, 'mark')).toBeNull();
    const { journal, session } = await stateOf(tab);
    await tab.evaluate(
      () => new Promise((resolve) => (indexedDB.deleteDatabase('stillroom:room').onsuccess = resolve)),
    );
    await expect.poll(() => tab.evaluate(storedEntries), { timeout: 10_000 }).toBeGreaterThanOrEqual(journal.length);
    await tab.reload();
    await ready(tab);
    const after = await stateOf(tab);
    expect(after.session).toBe(session);
    expect(after.journal.slice(0, journal.length)).toEqual(journal);
    expect(errors).toEqual([]);
  });

  it('a sandboxed frame, which may store nothing: the session runs in memory, and says so', async () => {
    await visit('/sandboxed.html');
    const frame = tab.frames()[1]!;
    await ready(frame);
    await runsInMemory(frame, 'memory');
    expect(errors).toEqual([]);
  });

  it('records of a newer version: they are left alone, and shown as far as they can be read', async () => {
    await visit('/host.html');
    await ready(tab);
    await begin(tab);
    const { session, journal } = await stateOf(tab);
    const write = (schema: number) =>
      tab.evaluate(
        (schema) =>
          new Promise<void>((resolve) => {
            indexedDB.open('stillroom:room').onsuccess = ({ target }) => {
              const db = (target as IDBOpenDBRequest).result;
              const transaction = db.transaction('journal', 'readwrite');
              transaction.objectStore('journal').put(schema, ['room', 'schema']);
              transaction.oncomplete = () => resolve(db.close());
            };
          }),
        schema,
      );
    await write(99);
    await tab.reload();
    await ready(tab);
    expect((await stateOf(tab)).storage).toBe('memory');
    expect((await stateOf(tab)).session).toBe(session);
    expect(await call(tab, 'mark', 'in memory')).toBeNull();
    await tab.goto(`${site.origin}/room.css`);
    await write(1);
    await tab.goto(`${site.origin}/host.html`);
    await ready(tab);
    expect((await stateOf(tab)).marks.length).toBe(0);
    expect((await stateOf(tab)).journal.slice(0, journal.length)).toEqual(journal);
    expect(errors).toEqual([]);
  });
});

describe.skipIf(!engines.chromium)('a browser told to store nothing', () => {
  let site: Site;
  const folders: string[] = [];
  const open: BrowserContext[] = [];
  afterEach(async () => {
    for (const each of open.splice(0)) await each.close();
    await site.close();
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  /** Chromium as a person has set it. */
  const chromiumWith = async (preferences: object) => {
    const folder = mkdtempSync(join(tmpdir(), 'stillroom-told-'));
    folders.push(folder);
    mkdirSync(join(folder, 'Default'));
    writeFileSync(join(folder, 'Default/Preferences'), JSON.stringify(preferences));
    const context = await launchChromiumAt(folder);
    open.push(context);
    return context.newPage();
  };
  /** Served by two names, which are two sites. */
  const twoSites = async () => {
    const inner = await serve({ mounts: { '/inner.html': page(tag) } });
    const src = `${inner.origin.replace('127.0.0.1', 'localhost')}/inner.html`;
    const { close } = inner;
    site = await serve({ mounts: { '/inner.html': page(tag), '/host.html': framed(`src="${src}"`) } });
    const outer = site.close;
    site.close = async () => {
      await outer();
      await close();
    };
    return site;
  };

  it('by its settings: the session runs in memory', async () => {
    await twoSites();
    const tab = await chromiumWith({ profile: { default_content_setting_values: { cookies: 2 } } });
    const errors: string[] = [];
    tab.on('pageerror', (error) => errors.push(String(error)));
    await tab.goto(`${site.origin}/inner.html`);
    await ready(tab);
    await runsInMemory(tab, 'memory');
    expect(errors).toEqual([]);
  });

  it('in frames of other sites: the session runs in memory there; where it may, it is stored', async () => {
    await twoSites();
    for (const [preferences, storage] of [
      [{ profile: { cookie_controls_mode: 1, block_third_party_cookies: true } }, 'memory'],
      [{ profile: { cookie_controls_mode: 0, block_third_party_cookies: false } }, 'durable'],
    ] as const) {
      const tab = await chromiumWith(preferences);
      await tab.goto(`${site.origin}/host.html`);
      const frame = tab.frames()[1]!;
      await ready(frame);
      await runsInMemory(frame, storage);
    }
  });
});

describe.skipIf(!engines.firefox)('Firefox', () => {
  it.for([
    ['in a private window stores the session while it lasts', { 'browser.privatebrowsing.autostart': true }, 'durable'],
    ['told to store nothing runs it in memory', { 'network.cookie.cookieBehavior': 2 }, 'memory'],
  ] as const)('%s', async ([, prefs, storage]) => {
    const site = await serve({ mounts: { '/host.html': page(tag) } });
    const browser = await launchFirefox({ prefs });
    try {
      const tab = await browser.newPage();
      await tab.goto(`${site.origin}/host.html`);
      await ready(tab);
      await runsInMemory(tab, storage);
    } finally {
      await browser.close();
      await site.close();
    }
  });
});

/** How many entries stand on the disk; runs in the page. A database that is not there is not made by looking. */
async function storedEntries(): Promise<number> {
  if (!(await indexedDB.databases()).some(({ name }) => name === 'stillroom:room')) return 0;
  const settled = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error!);
    });
  const db = await settled(indexedDB.open('stillroom:room'));
  try {
    return await settled(
      db
        .transaction('journal')
        .objectStore('journal')
        .count(IDBKeyRange.bound(['entry'], ['entry', []])),
    );
  } finally {
    db.close();
  }
}
