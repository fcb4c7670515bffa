import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Browser } from 'puppeteer-core';
import type { Entry } from '../../src/session/types.js';
import { playControl } from './support/control.js';
import { dropouts, strays } from './support/dropouts.js';
import { engines, launchFirefox, launchThrottledChromium, type Sink } from './support/launch.js';
import { canListen, record, type Heard } from './support/recorder.js';
import { serve, type Site } from './support/serve.js';
import { trackMounts } from './support/tracks.js';
import { call, ready, stateOf, whenState } from './support/tag.js';

/** STILLROOM_LONG=1: twelve tracks, twenty seconds each, as `npm run soak -- transitions` does. */
const LONG = process.env.STILLROOM_LONG === '1';
const TRACKS = LONG ? 12 : 5;
/** s between two transitions. A skip takes eight, and a second to begin. */
const EVERY = LONG ? 20 : 10;
/** s of fade at the opening, and of what comes before it. */
const OPENING = 22;

/** What the speaker gave in one browser, and beside it. */
interface Listening {
  /** Skips between the tracks: those of the visible tab first, then those behind another. */
  visible: Heard;
  hidden: Heard;
  control: { visible: Heard; hidden: Heard };
  wasHidden: boolean;
  played: string[];
  /** What could not be played, and why. */
  failed: Entry[];
}

const LAUNCHES: Record<string, { sink: Sink; launch: (sink: Sink) => Promise<Browser> }> = {
  chromium: { sink: 'room', launch: (sink) => launchThrottledChromium({ sink }) },
  firefox: { sink: 'annex', launch: (sink) => launchFirefox({ sink }) },
};

/** Plays the list through, skipping from track to track, half of it in a visible tab and half behind another. */
async function listenTo(
  name: string,
  site: Site,
  control: Awaited<ReturnType<typeof playControl>>,
): Promise<Listening> {
  const { sink, launch } = LAUNCHES[name]!;
  const browser = await launch(sink);
  try {
    const tab = await browser.newPage();
    await tab.goto(`${site.origin}/noise/`);
    await ready(tab);
    await call(tab, 'prepare', {});
    await call(tab, 'setVolume', 1);
    expect(await call(tab, 'open')).toBeNull();
    await whenState(tab, ({ music }) => music.status === 'playing' && music.track);
    const opened = Date.now();
    await vi.waitUntil(() => Date.now() - opened > OPENING * 1000, { timeout: 60_000, interval: 100 });

    const played = [(await stateOf(tab)).music.track!.id];
    const half = async (transitions: number) => {
      const recordings = await Promise.all([record(sink), control.record()]);
      const [recording] = recordings;
      const heardFor = (seconds: number) =>
        vi.waitUntil(() => recording.seconds > seconds, { timeout: 60_000, interval: 50 });
      for (let i = 0; i < transitions; i++) {
        await heardFor(1 + i * EVERY);
        expect(await call(tab, 'skip')).toBeNull();
        const before = played.at(-1);
        await whenState(tab, ({ music }) => music.track && music.track.id !== before);
        played.push((await stateOf(tab)).music.track!.id);
      }
      await heardFor(1 + transitions * EVERY);
      return Promise.all(recordings.map((each) => each.stop())) as Promise<[Heard, Heard]>;
    };

    const [visible, besideVisible] = await half((TRACKS - 1) >> 1);
    const front = await browser.newPage();
    await front.bringToFront();
    const wasHidden = (await tab.evaluate(() => document.visibilityState)) === 'hidden';
    const [hidden, besideHidden] = await half(TRACKS >> 1);
    const failed = (await stateOf(tab)).journal.filter(({ type }) => type === 'track-failed');
    return { visible, hidden, control: { visible: besideVisible, hidden: besideHidden }, wasHidden, played, failed };
  } finally {
    await browser.close();
  }
}

/** From track to track there is neither silence nor a jump, whoever looks. */
describe('a playlist of files, skipped through', () => {
  let site: Site;
  let control: Awaited<ReturnType<typeof playControl>>;
  const heard = new Map<string, Promise<Listening>>();
  const names = Object.keys(LAUNCHES).filter((name) => engines[name as keyof typeof engines]);
  const able = canListen && !!engines.chromium;

  // All browsers at once, each into a sink of its own.
  beforeAll(async () => {
    if (!able) return;
    site = await serve({ mounts: trackMounts(TRACKS, 60) });
    control = await playControl();
    for (const name of names) heard.set(name, listenTo(name, site, control));
    await Promise.allSettled(heard.values());
  }, 600_000);
  afterAll(async () => {
    await control?.stop();
    await site?.close();
  });

  for (const name of names)
    for (const how of ['visible', 'hidden'] as const)
      it.skipIf(!able)(`is heard without a gap or a jump in ${name}, ${how}`, async () => {
        const listening = (await heard.get(name))!;
        const speaker = listening[how];
        const found = dropouts(speaker, listening.control[how]);
        const [lowest, highest] = strays(speaker, found);
        console.log(
          `${name}, ${how}: ${speaker.seconds.toFixed(0)} s, level ${speaker.typicalLevel.toFixed(1)} dBFS, ` +
            `${lowest.toFixed(2)} to +${highest.toFixed(2)} dB; 5 ms windows below −50 dBFS: ${found.own.length} own, ` +
            `${found.shared.length} the machine’s`,
        );
        expect(listening.failed).toEqual([]);
        expect([...new Set(listening.played)]).toEqual(listening.played);
        if (how === 'hidden') expect(listening.wasHidden).toBe(true);
        expect(speaker.typicalLevel).toBeGreaterThan(-35);
        expect.soft(found.own).toEqual([]);
        expect.soft(lowest).toBeGreaterThan(-1.5);
        expect.soft(highest).toBeLessThan(1.5);
      });
});
