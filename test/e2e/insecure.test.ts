import { afterEach, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { engines, launchChromium } from './support/launch.js';
import { serve, type Site } from './support/serve.js';
import { call, ready, stateOf, whenState } from './support/tag.js';

/** An intranet: plain http by a name that is not localhost. No locks, no wake lock, no randomUUID. */
describe.skipIf(!engines.chromium)('on an insecure origin', () => {
  let site: Site;
  let browser: Browser;
  afterEach(async () => {
    await browser.close();
    await site.close();
  });

  it('a second window carries its commands, and goes on with the session when the first is gone', async () => {
    site = await serve();
    browser = await launchChromium({ args: ['--host-resolver-rules=MAP clinic.test 127.0.0.1'] });
    const context = await browser.newContext();
    const [first, second] = [await context.newPage(), await context.newPage()];
    const address = `${site.origin.replace('127.0.0.1', 'clinic.test')}/rehearsal.html`;
    await first.goto(address);
    await ready(first);
    for (const name of ['prepare', 'open', 'dose']) expect(await call(first, name)).toBeNull();
    await second.goto(address);
    await ready(second);
    expect([(await stateOf(first)).role, (await stateOf(second)).role]).toEqual(['owner', 'viewer']);
    expect(await call(second, 'dose')).toBeNull();
    expect((await stateOf(first)).doses.length).toBe(2);
    await first.close();
    await whenState(second, ({ role }) => role === 'owner');
    expect(await call(second, 'dose')).toBeNull();
    expect((await stateOf(second)).doses.length).toBe(3);
  });

  it('a session runs in a single window, and one plain line says what is missing', async () => {
    site = await serve();
    browser = await launchChromium({ args: ['--host-resolver-rules=MAP clinic.test 127.0.0.1'] });
    const tab = await browser.newPage();
    await tab.goto(`${site.origin.replace('127.0.0.1', 'clinic.test')}/rehearsal.html`);
    await ready(tab);
    expect(await tab.evaluate(() => isSecureContext)).toBe(false);

    expect(await call(tab, 'prepare', { protocol: 'im' })).toBeNull();
    await whenState(tab, ({ preflight }) => preflight.length > 0);
    const { preflight, role, storage } = await stateOf(tab);
    expect(preflight.filter(({ status }) => status === 'warning').map(({ id }) => id)).toEqual(['insecure']);
    expect(await tab.getByText(/Not a secure address/).count()).toBe(1);
    expect([role, storage]).toEqual(['owner', 'durable']);

    expect(await call(tab, 'open')).toBeNull();
    expect(await call(tab, 'dose')).toBeNull();
    await whenState(tab, ({ checkIns }) => checkIns.some(({ id }) => id === 'look@5'));
    expect(await call(tab, 'end')).toBeNull();
    await tab.reload();
    await ready(tab);
    expect((await stateOf(tab)).status).toBe('ended');
  });
});
