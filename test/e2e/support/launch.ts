import { chromium, type Browser, type BrowserContext, type LaunchOptions } from 'playwright-core';
import puppeteer, { type Browser as Puppet, type LaunchOptions as PuppetOptions } from 'puppeteer-core';
import { chromiumFlags, firefoxPrefs } from '../../../scripts/setup/flags.mjs';
import { WebKit } from './webkit.js';

/** Which engines `npm test` found. Elsewhere a suite for a missing one is skipped; with CI the run has failed already. */
export const engines = {
  chromium: process.env.STILLROOM_CHROMIUM,
  firefox: process.env.STILLROOM_FIREFOX,
  webkit: process.env.STILLROOM_WEBKIT_DRIVER,
};

/** A null sink each (scripts/setup/sound.mjs). */
export type Sink = 'room' | 'annex' | 'control';

/** What it is called for this one of the test files that run at the same time. */
export const sinkName = (sink: Sink): string => `${sink}-${process.env.VITEST_POOL_ID ?? 1}`;

export interface Launch {
  /** Plays into the sound server, as for a visitor, instead of being muted. */
  audible?: boolean;
  /** False: sound needs a gesture, as for a visitor. */
  autoplay?: boolean;
  /** Where it plays; the others are for a second browser beside the one under test, and for a control beside both. */
  sink?: Sink;
  /**
   * Samples are handed over so many seconds ahead, `AHEAD` if left out. A new element is heard so much later, so that a
   * comparison of players takes `null`, the browser's own choice.
   */
  ahead?: number | null;
  args?: string[];
  /** Firefox alone: settings of a person's own. */
  prefs?: Record<string, unknown>;
}

/**
 * s. With less a busy machine drops samples now and then, whatever plays on it. With a whole second the sound server asks
 * for half of one at once, and Chromium answers for an AudioContext with holes, on an idle machine too.
 */
export const AHEAD = 0.3;

const playsInto = (sink: Sink, ahead: Launch['ahead'] = AHEAD) => ({
  ...(process.env as Record<string, string>),
  PULSE_SINK: sinkName(sink),
  ...(ahead && { PULSE_LATENCY_MSEC: String(ahead * 1000) }),
});

/** What drivers add so that hidden pages run on. */
const UNTHROTTLED = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-back-forward-cache',
];

function chromiumOptions({ audible, autoplay = true, sink = 'room', ahead, args = [] }: Launch): LaunchOptions {
  if (!engines.chromium) throw new Error('Chromium was not found: run this through npm test.');
  return {
    executablePath: engines.chromium,
    args: [...chromiumFlags({ autoplay }), ...args],
    ignoreDefaultArgs: audible ? ['--mute-audio'] : [],
    env: playsInto(sink, ahead),
  };
}

export const launchChromium = (launch: Launch = {}): Promise<Browser> => chromium.launch(chromiumOptions(launch));

/** With a profile that outlives it: for crashes and restarts. @param folder of the profile */
export const launchChromiumAt = (folder: string, launch: Launch = {}): Promise<BrowserContext> =>
  chromium.launchPersistentContext(folder, chromiumOptions(launch));

/**
 * As a visitor has it: audible, and a tab behind another is hidden and throttled. Playwright's tabs are always visible,
 * whatever its flags; Puppeteer's are not once these are dropped.
 */
export function launchThrottledChromium({
  autoplay = true,
  sink = 'room',
  ahead,
  args = [],
}: Launch = {}): Promise<Puppet> {
  if (!engines.chromium) throw new Error('Chromium was not found: run this through npm test.');
  return puppeteer.launch({
    executablePath: engines.chromium,
    args: [...chromiumFlags({ autoplay }), ...args],
    ignoreDefaultArgs: ['--mute-audio', ...UNTHROTTLED],
    // The developer tools would keep the body of every answer, as much as the music weighs.
    networkEnabled: false,
    env: playsInto(sink, ahead),
  });
}

export const launchFirefox = (launch: Launch = {}): Promise<Puppet> => puppeteer.launch(firefoxOptions(launch));

/** With a profile that outlives it: for crashes and restarts. @param userDataDir folder of the profile */
export const launchFirefoxAt = (userDataDir: string, launch: Launch = {}): Promise<Puppet> =>
  puppeteer.launch({ ...firefoxOptions(launch), userDataDir });

function firefoxOptions({ sink = 'room', ahead, args = [], prefs }: Launch): PuppetOptions {
  if (!engines.firefox) throw new Error('Firefox was not found: run this through npm test.');
  return {
    browser: 'firefox',
    executablePath: engines.firefox,
    headless: true,
    args,
    extraPrefsFirefox: { ...firefoxPrefs, ...prefs },
    env: playsInto(sink, ahead),
  };
}

/** One at a time. What IndexedDB holds is gone when it closes. */
export const launchWebKit = (): Promise<WebKit> => WebKit.launch();
