import { afterEach, describe, expect, it } from 'vitest';
import { wav } from '../support/tone.js';
import { engines, launchChromium, launchFirefox, launchWebKit } from './support/launch.js';
import { canListen, record } from './support/recorder.js';
import { page, serve, type Site } from './support/serve.js';

/** Before a test may say that nothing was heard, it must be shown that something would have been. */
describe('the recorder', () => {
  let site: Site | undefined;
  afterEach(() => site?.close());

  const start = async () =>
    (site = await serve({
      mounts: {
        '/tone.html': page('<audio src="/tone.wav" preload="auto"></audio>'),
        '/tone.wav': { body: wav({ seconds: 3, hz: 440, amplitude: 0.5 }), type: 'audio/wav' },
      },
    }));

  /** Runs in the page: plays to the end. */
  const playThrough = async () => {
    const audio = document.querySelector('audio') as HTMLAudioElement;
    await audio.play();
    await new Promise((resolve) => audio.addEventListener('ended', resolve, { once: true }));
  };

  it.skipIf(!canListen || !engines.chromium)('hears a tone in Chromium at its level', async () => {
    const { origin } = await start();
    const browser = await launchChromium({ audible: true });
    try {
      const tab = await browser.newPage();
      await tab.goto(`${origin}/tone.html`);
      const recording = await record();
      await tab.evaluate(playThrough);
      const heard = (await recording.stop()).trimmed();

      expect(heard.seconds).toBeGreaterThan(2.8);
      // A sine of amplitude 0.5 is −9 dBFS.
      expect(heard.typicalLevel).toBeGreaterThan(-10);
      expect(heard.typicalLevel).toBeLessThan(-8);
      // A busy machine drops a window now and then; a muted stretch is another thing.
      expect(heard.longestSilence()).toBeLessThan(200);
    } finally {
      await browser.close();
    }
  });

  it.skipIf(!canListen || !engines.chromium)('hears nothing from a muted Chromium', async () => {
    const { origin } = await start();
    const browser = await launchChromium();
    try {
      const tab = await browser.newPage();
      await tab.goto(`${origin}/tone.html`);
      const recording = await record();
      await tab.evaluate(playThrough);
      expect((await recording.stop()).firstSound()).toBeNull();
    } finally {
      await browser.close();
    }
  });

  it.skipIf(!canListen || !engines.firefox)('hears a tone in Firefox', async () => {
    const { origin } = await start();
    const browser = await launchFirefox();
    try {
      const tab = await browser.newPage();
      await tab.goto(`${origin}/tone.html`);
      const recording = await record();
      await tab.evaluate(playThrough);
      expect((await recording.stop()).trimmed().seconds).toBeGreaterThan(2.8);
    } finally {
      await browser.close();
    }
  });

  it.skipIf(!engines.webkit)('plays a tone through in WebKit', async () => {
    const { origin } = await start();
    const browser = await launchWebKit();
    try {
      await browser.goto(`${origin}/tone.html`);
      await browser.click(10, 10);
      await browser.evaluate(playThrough);
      expect(await browser.evaluate(() => document.querySelector('audio')?.ended)).toBe(true);
    } finally {
      await browser.close();
    }
  });
});
