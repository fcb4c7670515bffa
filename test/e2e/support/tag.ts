import type { Page } from 'playwright-core';
import { vi } from 'vitest';
import type { State } from '../../../src/session/types.js';
import type { StillRoom } from '../../../src/still-room.js';

/** The tag's state, as a page would read it. */
export const stateOf = (tab: Page): Promise<State> =>
  tab.evaluate(() => (document.querySelector('still-room') as StillRoom).state);

/** Settled when the tag is ready. */
export const ready = (tab: Page): Promise<void> =>
  tab.evaluate(() =>
    customElements.whenDefined('still-room').then(() => (document.querySelector('still-room') as StillRoom).ready),
  );

/** Waits until it is true of the state. */
export const whenState = (tab: Page, wanted: (state: State) => unknown): Promise<unknown> =>
  vi.waitUntil(async () => wanted(await stateOf(tab)), { timeout: 60_000, interval: 50 });

/** Calls a method of the tag as a page would; resolves to `code: message` of a refusal, or null. */
export const call = (tab: Page, method: string, ...args: unknown[]): Promise<string | null> =>
  tab.evaluate(
    ([name, given]) =>
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
