import { chromium, type Browser, type BrowserContext, type LaunchOptions } from 'playwright-core';
import puppeteer, { type Browser as Firefox } from 'puppeteer-core';
import { chromiumFlags, firefoxPrefs } from '../../../scripts/setup/flags.mjs';
import { WebKit } from './webkit.js';

/** Which engines `npm test` found. Elsewhere a suite for a missing one is skipped; with CI the run has failed already. */
export const engines = {
  chromium: process.env.STILLROOM_CHROMIUM,
  firefox: process.env.STILLROOM_FIREFOX,
  webkit: process.env.STILLROOM_WEBKIT_DRIVER,
};

export interface Launch {
  /** Plays into the sound server, as for a visitor, instead of being muted. */
  audible?: boolean;
  /** Hidden pages are throttled as for a visitor: a driver's flags against that are dropped. */
  background?: boolean;
  /** False: sound needs a gesture, as for a visitor. */
  autoplay?: boolean;
  /** Where it plays; `control` is for a second browser beside the one under test. */
  sink?: 'room' | 'control';
  args?: string[];
}

/** What drivers add so that hidden pages run on. */
const UNTHROTTLED = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-back-forward-cache',
];

function chromiumOptions({ audible, background, autoplay = true, sink = 'room', args = [] }: Launch): LaunchOptions {
  if (!engines.chromium) throw new Error('Chromium was not found: run this through npm test.');
  return {
    executablePath: engines.chromium,
    args: [...chromiumFlags({ autoplay }), ...args],
    ignoreDefaultArgs: [...(audible ? ['--mute-audio'] : []), ...(background ? UNTHROTTLED : [])],
    env: { ...(process.env as Record<string, string>), PULSE_SINK: sink },
  };
}

export const launchChromium = (launch: Launch = {}): Promise<Browser> => chromium.launch(chromiumOptions(launch));

/** With a profile that outlives it: for crashes and restarts. @param folder of the profile */
export const launchChromiumAt = (folder: string, launch: Launch = {}): Promise<BrowserContext> =>
  chromium.launchPersistentContext(folder, chromiumOptions(launch));

export function launchFirefox({ sink = 'room', args = [] }: Launch = {}): Promise<Firefox> {
  if (!engines.firefox) throw new Error('Firefox was not found: run this through npm test.');
  return puppeteer.launch({
    browser: 'firefox',
    executablePath: engines.firefox,
    headless: true,
    args,
    extraPrefsFirefox: firefoxPrefs,
    env: { ...process.env, PULSE_SINK: sink },
  });
}

/** One at a time. What IndexedDB holds is gone when it closes. */
export const launchWebKit = (): Promise<WebKit> => WebKit.launch();
