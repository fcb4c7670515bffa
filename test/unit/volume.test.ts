import { expect, it } from 'vitest';
import { createMixer } from '../../src/music/mixer.js';
import { createVolume } from '../../src/room/volume.js';
import { node } from '../support/simulated-music.js';

/** A room that holds nothing but a volume, with the mixer's own gain behind it. */
function handOn(from: number) {
  let now = 10;
  const ctx = { createGain: node, createWaveShaper: node, destination: node() } as never;
  const mixer = createMixer(ctx, from ** 2, () => now);
  const inside = {
    journal: { saveRoom: () => Promise.resolve() },
    ledger: { head: null },
    shown: { live: { volume: from }, refresh() {} },
    tenure: { runs: true },
    music: { maxVolume: 1, setVolume: (v: number, s: number) => mixer.setVolume(v ** 2, s) },
  };
  const { setVolume, quieter } = createVolume(inside as never, { cmd: undefined });
  const levels: number[] = [];
  const pass = (seconds: number) => {
    for (let i = 0; i < Math.round(seconds / 0.01); i++) {
      now += 0.01;
      levels.push(20 * Math.log10(mixer.volume.at(now)));
    }
  };
  return { levels, pass, setVolume, quieter };
}

it.each([
  [0.1, 0.8, 0.3],
  [0.2, 0.8, 0.5],
  [0.35, 0.8, 0.3],
  [0.8, 0.1, 0.3],
  [0.1, 0.8, 0.02],
])('a slider that is drawn from %d to %d in %d s moves the sound no faster than a jump would', (from, to, seconds) => {
  const { levels, pass, setVolume } = handOn(from);
  const calls = Math.round(seconds / 0.02);
  for (let i = 1; i <= calls; i++) {
    void setVolume(from + ((to - from) * i) / calls);
    pass(0.02);
  }
  pass(10);
  expect(levels.at(-1)).toBeCloseTo(40 * Math.log10(to), 6);
  const arrived = levels.findIndex((level) => Math.abs(level - levels.at(-1)!) < 0.01) / 100;
  // 6 dB in a second.
  const jump = Math.abs(40 * Math.log10(to / from)) / 6;
  expect(arrived).toBeGreaterThan(jump - 0.2);
  expect(arrived).toBeLessThan(jump + 0.5 + seconds);
  // Music of −23 LUFS is above −40 dBFS from here on.
  const steps = levels
    .slice(10)
    .map((level, i) => (Math.min(level, levels[i]!) > -17 ? Math.abs(level - levels[i]!) : 0));
  expect(Math.max(...steps)).toBeLessThan(3);
});

it('a step in the middle of a slide takes what the slide has still to go', () => {
  const { levels, pass, setVolume, quieter } = handOn(0.1);
  void setVolume(1);
  pass(0.5);
  void quieter();
  pass(10);
  const steps = levels
    .slice(10)
    .map((level, i) => (Math.min(level, levels[i]!) > -17 ? Math.abs(level - levels[i]!) : 0));
  expect(Math.max(...steps)).toBeLessThan(3);
  expect(levels.at(-1)).toBeGreaterThan(-4);
  // 37 dB at 6 in a second.
  const arrived = levels.findIndex((level) => Math.abs(level - levels.at(-1)!) < 0.01) / 100;
  expect(arrived).toBeGreaterThan(6);
});
