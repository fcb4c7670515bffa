import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { build } from 'vite';
import type { Browser, Page } from 'playwright-core';
import { engines, launchChromium } from './support/launch.js';
import { page, serve, type Site } from './support/serve.js';
import { call, ready, stateOf, whenState } from './support/tag.js';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; media-src 'self' blob:; img-src 'self' data:; require-trusted-types-for 'script'; trusted-types lit-html";

/** What a page notices of a guest. */
const WATCH = `
  window.violations = [];
  addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample));
  window.before = new Map(Object.getOwnPropertyNames(window).map((name) => [name, Object.getOwnPropertyDescriptor(window, name)]));
`;

/** Names of globals that were added or overwritten since. */
const globalsChanged = (tab: Page): Promise<string[]> =>
  tab.evaluate(() => {
    const { before } = window as unknown as { before: Map<string, PropertyDescriptor> };
    return Object.getOwnPropertyNames(window).filter((name) => {
      if (name === 'before') return false;
      const [then, now] = [before.get(name), Object.getOwnPropertyDescriptor(window, name)];
      return !then || !Object.is(then.value, now?.value) || then.get !== now?.get;
    });
  });

describe.skipIf(!engines.chromium)('a guest on a strict page', () => {
  let site: Site;
  let browser: Browser;
  let tab: Page;
  let said: string[];
  let requests: string[];

  const open = async (body: string, policy: string, extra: Record<string, { body: string; type: string }> = {}) => {
    site = await serve({
      headers: { 'content-security-policy': policy },
      mounts: {
        '/host.html': page(`<link rel="icon" href="data:,"><script src="/watch.js"></script>${body}`),
        '/favicon.ico': { body: '', type: 'image/x-icon' },
        '/watch.js': { body: WATCH, type: 'text/javascript' },
        '/define.js': {
          body: 'window.defined = []; window.define = Object.assign((...all) => defined.push(all), { amd: {} });',
          type: 'text/javascript',
        },
        ...extra,
      },
    });
    tab.on('console', (message) => said.push(message.text()));
    tab.on('pageerror', (error) => said.push(String(error)));
    tab.on('request', (request) => requests.push(request.url()));
    tab.on('response', (response) => response.status() >= 400 && said.push(`${response.status()} ${response.url()}`));
    await tab.goto(`${site.origin}/host.html`);
    await ready(tab);
  };

  beforeEach(async () => {
    browser = await launchChromium();
    tab = await browser.newPage();
    said = [];
    requests = [];
  });
  afterEach(async () => {
    await browser.close();
    await site.close();
  });

  it('runs a whole session without a violation, a foreign request, a word on the console or a new global', async () => {
    await open('<script type="module" src="/stillroom.js"></script><still-room pace="600"></still-room>', POLICY);
    expect(await call(tab, 'prepare', { protocol: 'im', code: 'ABCD' })).toBeNull();
    expect(await call(tab, 'open')).toBeNull();
    expect(await call(tab, 'dose')).toBeNull();
    expect(await call(tab, 'mark', 'a word')).toBeNull();
    await whenState(tab, ({ phase }) => phase?.id === 'integration');
    expect(await call(tab, 'silence')).toBeNull();
    expect(await call(tab, 'music')).toBeNull();
    expect(await call(tab, 'close')).toBeNull();
    expect(await call(tab, 'end')).toBeNull();
    expect((await stateOf(tab)).status).toBe('ended');

    expect(await tab.evaluate(() => (window as unknown as { violations: string[] }).violations)).toEqual([]);
    expect(said).toEqual([]);
    expect(requests.filter((url) => !url.startsWith(site.origin) && !/^(blob|data):/.test(url))).toEqual([]);
    expect(await globalsChanged(tab)).toEqual([]);
  });

  it('takes no part in a page that loads modules by define()', async () => {
    await open(
      '<script src="/define.js"></script><script type="module" src="/stillroom.js"></script><still-room></still-room>',
      POLICY,
    );
    expect(await tab.evaluate(() => (window as unknown as { defined: unknown[] }).defined)).toEqual([]);
  });

  it('lives beside a Lit of the host’s own', async () => {
    const [{ output }] = (await build({
      configFile: false,
      logLevel: 'silent',
      build: {
        write: false,
        lib: { entry: 'test/fixtures/host-lit.js', formats: ['es'], fileName: 'host' },
        rolldownOptions: { output: { codeSplitting: false } },
      },
    })) as unknown as [{ output: { code: string }[] }];
    const host = { body: output[0]!.code, type: 'text/javascript' };
    await open(
      '<script type="module" src="/host.js"></script><script type="module" src="/stillroom.js"></script><host-hello></host-hello><still-room></still-room>',
      `${POLICY} stillroom`,
      { '/host.js': host },
    );
    await tab.waitForFunction(() => document.querySelector('host-hello')?.shadowRoot?.textContent?.includes('Hello'));
    expect(await call(tab, 'prepare')).toBeNull();
    expect((await stateOf(tab)).status).toBe('prepared');
    expect(await tab.evaluate(() => (window as unknown as { violations: string[] }).violations)).toEqual([]);
  });
});
