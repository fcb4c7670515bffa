/** Tests of the tag in a real browser; `npm test -- browser` calls it once for each engine, named by STILLROOM_ENGINE. */
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { webdriverLauncher } from '@web/test-runner-webdriver';
import puppeteer from 'puppeteer-core';
import { chromiumFlags, firefoxPrefs, webkitOptions } from './scripts/setup/flags.mjs';
import { bundleTests } from './scripts/test/bundle.ts';
import { countingReporter } from './scripts/test/reporter.mjs';

const { STILLROOM_ENGINE = 'chromium', STILLROOM_RESULT, STILLROOM_FILES, STILLROOM_PORT, ...env } = process.env;

const launchers = {
  chromium: () =>
    chromeLauncher({
      launchOptions: { executablePath: env.STILLROOM_CHROMIUM, args: chromiumFlags() },
      concurrency: 1,
    }),
  firefox: () =>
    chromeLauncher({
      puppeteer,
      launchOptions: { browser: 'firefox', executablePath: env.STILLROOM_FIREFOX, extraPrefsFirefox: firefoxPrefs },
      concurrency: 1,
    }),
  webkit: () =>
    webdriverLauncher({
      hostname: '127.0.0.1',
      port: Number(env.STILLROOM_WEBKIT_PORT),
      path: '/',
      logLevel: 'error',
      capabilities: {
        browserName: 'MiniBrowser',
        'wdio:enforceWebDriverClassic': true,
        'webkitgtk:browserOptions': webkitOptions(env.STILLROOM_MINIBROWSER),
      },
    }),
};

export default {
  files: STILLROOM_FILES?.split(',') ?? 'test/browser/**/*.test.ts',
  hostname: '127.0.0.1',
  // Two may run at once, and would find the same one free.
  ...(STILLROOM_PORT && { port: Number(STILLROOM_PORT) }),
  browsers: [launchers[STILLROOM_ENGINE]()],
  concurrency: 1,
  staticLogging: !process.stdout.isTTY,
  plugins: [bundleTests()],
  reporters: [
    defaultReporter({ reportTestProgress: Boolean(process.stdout.isTTY) }),
    ...(STILLROOM_RESULT ? [countingReporter(STILLROOM_RESULT)] : []),
  ],
  testFramework: { config: { timeout: 20_000 } },
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 180_000,
};
