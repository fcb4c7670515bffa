import type { Page } from 'puppeteer-core';
import { launchThrottledChromium, type Sink } from '../e2e/support/launch.js';
import { page, serve, type ServeOptions, type Site } from '../e2e/support/serve.js';
import { memoryOf, processorOf } from '../support/process-tree.js';
import { peers, stillroom, type Player } from './players.js';

/** What a page holds. */
export interface Held {
  /** JavaScript heap in use, MB. */
  heap: number;
  /** Nodes of the document and outside of it. */
  nodes: number;
  /** Nodes of Web Audio. */
  audioNodes: number;
  /** Audio contexts made, less those that were closed. */
  contexts: number;
}

/** A player in a browser of its own. */
export interface Performance {
  tab: Page;
  play(): Promise<void>;
  next(): Promise<void>;
  /** Puts another tab in front. */
  hide(): Promise<void>;
  /** MB of the whole browser after a forced collection. */
  memory(): Promise<number>;
  /** What the page still holds after a forced collection. */
  held(): Promise<Held>;
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
  const browser = await launchThrottledChromium({ sink, ahead: null });
  const [tab = await browser.newPage()] = await browser.pages();
  tab.on('pageerror', (error) => console.error(`${page}: ${error}`));
  await tab.evaluateOnNewDocument(countContexts);
  const protocol = await tab.createCDPSession();
  await protocol.send('Performance.enable');
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
    async held() {
      await protocol.send('HeapProfiler.collectGarbage');
      const { metrics } = await protocol.send('Performance.getMetrics');
      const of = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? NaN;
      return {
        heap: of('JSHeapUsedSize') / 2 ** 20,
        nodes: of('Nodes'),
        audioNodes: of('AudioHandlers'),
        contexts: await tab.evaluate(() => (window as unknown as { openContexts: number }).openContexts),
      };
    },
    processor: () => processorOf(root),
    close: () => browser.close(),
  };
}

/** Runs in the page before anything else: keeps count of audio contexts. */
function countContexts() {
  const counted = window as unknown as { openContexts: number };
  counted.openContexts = 0;
  window.AudioContext = class extends AudioContext {
    constructor(options?: AudioContextOptions) {
      super(options);
      counted.openContexts++;
    }
    override close() {
      counted.openContexts--;
      return super.close();
    }
  };
}

export const pause = (seconds: number) => new Promise((done) => setTimeout(done, seconds * 1000));
