import type { Page } from 'playwright-core';
import type { Page as PuppetPage } from 'puppeteer-core';
import { until } from '../../../scripts/setup/until.mjs';
import type { State } from '../../../src/session/types.js';
import type { StillRoom } from '../../../src/still-room.js';

/** A tab, whichever driver it is of. */
export type Tab = Pick<Page, 'evaluate'> | Pick<PuppetPage, 'evaluate'>;

/** Runs in the page. Both drivers have it, each with types of its own. */
const inPage = <T, G>(tab: Tab, body: (given: G) => T | Promise<T>, given: G) =>
  (tab as { evaluate(body: (given: G) => T | Promise<T>, given: G): Promise<T> }).evaluate(body, given);

/** The tag's state, as a page would read it. */
export const stateOf = (tab: Tab): Promise<State> =>
  inPage(tab, () => (document.querySelector('still-room') as StillRoom).state, null);

/** Settled when the tag is ready. */
export const ready = (tab: Tab): Promise<void> =>
  inPage(
    tab,
    () =>
      customElements.whenDefined('still-room').then(() => (document.querySelector('still-room') as StillRoom).ready),
    null,
  );

/** Waits until it is true of the state. */
export const whenState = (tab: Tab, wanted: (state: State) => unknown): Promise<void> =>
  until(async () => wanted(await stateOf(tab)), `The state was not as wanted (${wanted})`, 60_000);

/** Calls a method of the tag as a page would; resolves to `code: message` of a refusal, or null. */
export const call = (tab: Tab, method: string, ...args: unknown[]): Promise<string | null> =>
  inPage(
    tab,
    ([name, given]: readonly [string, unknown[]]) =>
      (document.querySelector('still-room') as unknown as Record<string, (...args: unknown[]) => Promise<State>>)[
        name
      ]!(...given).then(
        () => null,
        (error: { code: string; message: string }) => `${error.code}: ${error.message}`,
      ),
    [method, args] as const,
  );

/** The quiet display wakes on the first touch, which does nothing else. */
export async function wake(tab: Page): Promise<void> {
  await tab.mouse.click(640, 40);
}

/** Touches the button with these words. */
export const touch = (tab: Page, words: string | RegExp): Promise<void> =>
  tab.getByRole('button', { name: words }).first().click();
