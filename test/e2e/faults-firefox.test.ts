import { describe, expect, it, vi } from 'vitest';
import { serveFaults, type Fault, type Faulty } from './support/fault-server.js';
import { engines, launchFirefox } from './support/launch.js';
import { canListen, record } from './support/recorder.js';
import { serve } from './support/serve.js';
import { call, ready, stateOf } from './support/tag.js';
import { listMounts, noise, WAV } from './support/tracks.js';

/** `bad` comes second; so many seconds of it arrive. */
const PIECES = { first: { seconds: 24 }, bad: { seconds: 30, arrive: 8 }, last: { seconds: 60 } };

/** A list in the middle of which a line fails, streamed: Firefox says less of that than Chromium does. */
async function listenTo(fault: Fault) {
  const files = Object.entries(PIECES).map(([name, piece], i): [string, Faulty] => [
    `/${name}.wav`,
    {
      body: noise(piece.seconds, i),
      type: 'audio/wav',
      ...('arrive' in piece && { fault, after: piece.arrive * WAV }),
    },
  ]);
  const music = await serveFaults(Object.fromEntries(files));
  const tracks = Object.entries(PIECES).map(([title, { seconds }]) => ({
    title,
    location: `${music.origin}/${title}.wav`,
    seconds,
  }));
  const site = await serve({ mounts: listMounts('/faults/', tracks) });
  const browser = await launchFirefox({ sink: 'annex' });
  try {
    const tab = await browser.newPage();
    await tab.goto(`${site.origin}/faults/`);
    await ready(tab);
    expect(await call(tab, 'prepare', {})).toBeNull();
    expect(await call(tab, 'setVolume', 1)).toBeNull();
    const recording = await record('annex');
    expect(await call(tab, 'open')).toBeNull();
    await vi.waitUntil(() => recording.seconds > 45, { timeout: 80_000, interval: 100 });
    const { journal } = await stateOf(tab);
    return { heard: await recording.stop(), journal };
  } finally {
    await browser.close();
    await Promise.all([site.close(), music.close()]);
  }
}

describe.skipIf(!process.env.STILLROOM_LONG)('music whose line fails, in Firefox', () => {
  it.skipIf(!canListen || !engines.firefox).each<Fault>(['stalls', 'drops'])(
    'is followed by music: %s',
    async (fault) => {
      const { heard, journal } = await listenTo(fault);
      const failed = journal.find(({ type }) => type === 'track-failed');
      expect(failed?.data).toMatchObject({ track: 'bad', code: expect.stringMatching(/^(stalled|network)$/) });
      const silence = heard.between(10, heard.seconds).longestSilence();
      const { typicalLevel } = heard.between(heard.seconds - 8, heard.seconds);
      console.log(`${fault}: longest silence ${silence.toFixed(0)} ms, ${typicalLevel.toFixed(1)} dBFS at the end`);
      // That the music stopped, and not that a busy machine dropped some samples.
      expect(silence).toBeLessThan(200);
      expect(typicalLevel).toBeGreaterThan(-40);
    },
  );
});
