import type { Page } from 'puppeteer-core';
import { launchThrottledChromium, type Sink } from '../e2e/support/launch.js';
import { page, serve, type ServeOptions, type Site } from '../e2e/support/serve.js';
import { memoryOf, processorOf } from '../support/process-tree.js';
import { peers, stillroom, type Player } from './players.js';

/** A player in a browser of its own. */
export interface Performance {
  tab: Page;
  play(): Promise<void>;
  next(): Promise<void>;
  /** Puts another tab in front. */
  hide(): Promise<void>;
  /** MB of the whole browser after a forced collection. */
  memory(): Promise<number>;
  /** s of processor time that the whole browser has taken so far. */
  processor(): number;
  close(): Promise<void>;
}

/** Serves all players beside the given files. */
export const stage = (files: NonNullable<ServeOptions['mounts']>): Promise<Site> =>
  serve({
    mounts: Object.assign({ '/blank/': page('') }, ...[...peers, stillroom].map(({ mounts }) => mounts), files),
  });

export async function perform(
  site: Site,
  { page }: Pick<Player, 'page'>,
  tracks: readonly string[] = [],
  { sink = 'room', query = '' }: { sink?: Sink; query?: string } = {},
): Promise<Performance> {
  const browser = await launchThrottledChromium({ sink });
  const [tab = await browser.newPage()] = await browser.pages();
  tab.on('pageerror', (error) => console.error(`${page}: ${error}`));
  const protocol = await tab.createCDPSession();
  await tab.goto(`${site.origin}${page}${query}#${encodeURIComponent(JSON.stringify(tracks))}`);
  const root = browser.process()?.pid ?? NaN;
  const call = (name: 'play' | 'next') =>
    tab.evaluate(async (name) => {
      await (window as unknown as Record<string, () => unknown>)[name]!();
    }, name);
  return {
    tab,
    play: () => call('play'),
    next: () => call('next'),
    async hide() {
      const front = await browser.newPage();
      await front.bringToFront();
      if ((await tab.evaluate(() => document.visibilityState)) !== 'hidden') throw new Error('The tab was not hidden.');
    },
    async memory() {
      await protocol.send('HeapProfiler.collectGarbage');
      return memoryOf(root);
    },
    processor: () => processorOf(root),
    close: () => browser.close(),
  };
}

export const pause = (seconds: number) => new Promise((done) => setTimeout(done, seconds * 1000));
