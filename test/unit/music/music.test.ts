import { beforeEach, afterEach, expect, it, vi } from 'vitest';
import type { Music, MusicOptions } from '../../../src/music/index.js';
import type { Lost } from '../../../src/music/outputs.js';
import type { Studio } from '../../../src/music/voices.js';
import { Simulated, Told, track, type File } from '../../support/simulated-music.js';

const world = vi.hoisted(() => ({ studio: null as unknown, lost: (_: 'lost' | 'perhaps') => {} }));
vi.mock('../../../src/music/outputs.js', () => ({
  onOutputLost: (lost: (why: Lost) => void) => {
    world.lost = lost;
    return () => {};
  },
}));
vi.mock('../../../src/music/studio.js', () => ({ createStudio: () => world.studio }));
vi.mock('../../../src/music/line.js', () => ({
  createLine: (_: unknown, build: (ctx: object) => void) => {
    let made = false;
    const wake = () => {
      if (!made) build({});
      made = true;
      return Promise.resolve();
    };
    return { running: () => made, lost: () => false, waits: () => !made, lack: () => null, wake, close: wake };
  },
}));

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('AudioContext', class {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** The sound of a room whose studio is in simulated time; of a level every 20 ms. */
async function sounding(files?: (location: string) => File) {
  const { createMusic } = await import('../../../src/music/index.js');
  const sim = new Simulated(new Told([]), files);
  world.studio = sim.studio satisfies Studio;
  const told = new Told([track('a'), track('b')], undefined, 'list', 'session');
  const facts: string[] = [];
  const began = sim.clock.now;
  const update = () => {
    told.t = (sim.clock.now - began) * 1000;
    music.update(told.session, told.t);
  };
  const onFact: MusicOptions['onFact'] = (draft) => {
    facts.push(draft.type);
    told.add(draft);
    update();
  };
  const music = createMusic({ onFact, onChange() {} });
  const levels: number[] = [];
  const pass = async (seconds: number) => {
    for (let i = 0; i < Math.round(seconds / 0.02); i++) {
      sim.clock.pass(0.02);
      await vi.advanceTimersByTimeAsync(20);
      levels.push(20 * Math.log10(sim.bus * Math.sqrt(sim.sound) + 1e-6));
    }
  };
  const give = (command: 'open' | 'close' | 'end') => {
    told.do(command);
    update();
  };
  update();
  return { music, levels, pass, give, facts, sim };
}

it.each(['close', 'end'] as const)(
  'an output that goes while the music fades out for good is followed by none: %s',
  async (how) => {
    const { levels, pass, give, music } = await sounding();
    give('open');
    await music.unlock();
    await pass(25);
    give(how);
    await pass(3);
    expect(levels.at(-1)).toBeGreaterThan(-6);
    world.lost('lost');
    await pass(0.2);
    levels.length = 0;
    await pass(60);
    expect(Math.max(...levels)).toBeLessThan(-100);
  },
);

it('one that goes in the middle of a session is told of, and the music comes back from nothing', async () => {
  const { levels, pass, give, music, facts } = await sounding();
  give('open');
  await music.unlock();
  await pass(25);
  world.lost('lost');
  expect(facts).toContain('output-changed');
  await pass(0.3);
  expect(levels.at(-1)).toBeLessThan(-100);
  await pass(10);
  expect(levels.at(-1)).toBeCloseTo(0, 1);
});

it('so is one that goes while a soundscape stands in', async () => {
  const { levels, pass, give, music, facts } = await sounding(() => ({ seconds: 300, loads: 60 }));
  give('open');
  await music.unlock();
  await pass(40);
  expect(levels.at(-1)).toBeCloseTo(0, 1);
  world.lost('lost');
  await pass(0.3);
  expect(facts).toContain('output-changed');
  expect(levels.at(-1)).toBeLessThan(-100);
});

it('a list is tasted for twenty seconds, and goes as softly as it came', async () => {
  const { levels, pass, music } = await sounding();
  const tracks = [track('p'), track('q')];
  void music.listen({ id: 'other', title: 'Other', creator: null, tracks });
  await pass(30);
  const last = levels.findLastIndex((level) => level > -60) / 50;
  expect(last).toBeGreaterThan(19);
  expect(last).toBeLessThan(20.2);
  const steps = levels
    .slice(5)
    .map((level, i) => (Math.min(level, levels[i]!) > -17 ? Math.abs(level - levels[i]!) : 0));
  expect(Math.max(...steps)).toBeLessThan(3);
});

/** A room in which the volume, dB, is written down every 20 ms while something moves it. */
async function moving(volume: number, maxVolume: number) {
  const { pass, music, give, sim } = await sounding();
  give('open');
  await music.unlock();
  music.maxVolume = maxVolume;
  music.setVolume(volume);
  await pass(25);
  const gains: number[] = [];
  const wait = async (seconds: number) => {
    for (let i = 0; i < Math.round(seconds / 0.02); i++) {
      await pass(0.02);
      gains.push(20 * Math.log10(sim.mixer.volume.at(sim.clock.now)));
    }
  };
  await wait(0.2);
  return { music, wait, gains };
}

it.each<[string, number, number, (music: Music, wait: (seconds: number) => Promise<void>) => Promise<void> | void]>([
  ['a ceiling that the page raises', 1, 0.1, (music) => void (music.maxVolume = 1)],
  [
    'a ceiling that is drawn up',
    1,
    0.1,
    async (music, wait) => {
      for (let to = 0.1; to <= 1; to += 0.03) {
        music.maxVolume = to;
        await wait(0.02);
      }
      music.maxVolume = 1;
    },
  ],
  [
    'a volume, and a ceiling in the middle of it',
    0.1,
    0.9,
    async (music, wait) => {
      music.setVolume(1, 0.4);
      await wait(0.5);
      music.maxVolume = 1;
    },
  ],
  [
    'a ceiling, and a volume in the middle of it',
    1,
    0.1,
    async (music, wait) => {
      music.maxVolume = 1;
      await wait(0.5);
      music.setVolume(0.999, 0.4);
    },
  ],
])('%s lets the music up no faster than a jump of the hand', async (_, volume, maxVolume, moves) => {
  const { music, wait, gains } = await moving(volume, maxVolume);
  expect(gains.at(-1)).toBeCloseTo(-40, 6);
  await moves(music, wait);
  await wait(9);
  expect(gains.at(-1)).toBeCloseTo(0, 1);
  // Music of −23 LUFS is above −40 dBFS from here on.
  const steps = gains.slice(5).map((gain, i) => (gains[i]! > -17 ? gain - gains[i]! : 0));
  expect(Math.max(...steps)).toBeLessThan(3);
});
