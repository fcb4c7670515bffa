import { OfflineAudioContext } from 'node-web-audio-api';
import { describe, expect, it } from 'vitest';
import { createGraph } from '../../src/music/soundscapes/graph.js';
import { createSoundscape, soundscapeNames } from '../../src/music/soundscapes/index.js';
import { createRandom } from '../../src/music/soundscapes/random.js';
import { tables } from '../../src/music/soundscapes/tables.js';
import { createNoise, createString, createWater } from '../../src/music/soundscapes/voice.js';
import { listen } from '../support/listening-context.js';

const RATIOS = [1, 9 / 8, 5 / 4, 4 / 3, 3 / 2, 5 / 3, 15 / 8];
const D = 1;
const F_AND_A = [3, 5];
const at = (degree: number) => RATIOS[degree % 7]! * 2 ** Math.floor(degree / 7);

describe.each(soundscapeNames)('soundscape %s', (name) => {
  it('is the same again by its seed, and never the same by another', () => {
    const play = (seed: number) => {
      const heard = listen();
      createSoundscape(heard.context, name, seed, 3).advance(600);
      return heard.events;
    };
    expect(play(7)).toEqual(play(7));
    expect(play(8)).not.toEqual(play(7));
    expect(play(7).length).toBeGreaterThan(100);
  });

  it('does not change with how often it is asked to go on', () => {
    const whole = listen();
    createSoundscape(whole.context, name, 7, 3).advance(600);
    const parts = listen();
    const soundscape = createSoundscape(parts.context, name, 7, 3);
    for (let until = 90; until <= 600; until += 30) {
      parts.now(until - 90);
      soundscape.advance(until);
    }
    expect(parts.notes()).toEqual(whole.notes());
  });

  it('never lets two curves of one parameter meet, however late it is called', () => {
    const heard = listen();
    const soundscape = createSoundscape(heard.context, name, 7, 3);
    for (const [now, until] of [
      [0, 90],
      [200, 290],
      [201, 291],
      [400, 500],
    ] as const) {
      heard.now(now);
      soundscape.advance(until);
      expect(heard.notes().every((note) => note.start >= 0 && note.seconds > 0)).toBe(true);
    }
    for (const notes of heard.notesByParameter())
      notes.slice(1).forEach((note, i) => expect(note.start).toBeGreaterThan(notes[i]!.start + notes[i]!.seconds));
  });

  it.each([0.1, 0.3, 1])('goes on where the sound was %s s ahead of what the page knew as it began', (seconds) => {
    const heard = listen();
    heard.late(seconds);
    const soundscape = createSoundscape(heard.context, name, 7, 3);
    soundscape.advance(30);
    heard.late(0);
    for (let now = 1; now < 300; now++) {
      heard.now(now);
      soundscape.advance(now + 30);
    }
    for (const notes of heard.notesByParameter()) expect(notes.length).toBeGreaterThan(1);
  });

  it('has no note that comes in within 300 ms, and none that begins above nothing', () => {
    const heard = listen();
    createSoundscape(heard.context, name, 7, 5).advance(600);
    for (const { curve, seconds, start } of heard.notes()) {
      expect(curve[0]).toBe(0);
      const highest = curve.indexOf(Math.max(...curve));
      // Notes already under way at the start come in under the fade of the whole.
      if (start > 3) expect((highest / (curve.length - 1)) * seconds).toBeGreaterThan(0.3);
    }
  });

  it('moves every followed parameter without a gap from where it is', () => {
    const heard = listen();
    const soundscape = createSoundscape(heard.context, name, 7, 1);
    heard.now(10);
    soundscape.setIntensity(5, 20);
    heard.now(20);
    soundscape.setIntensity(2, 0);
    for (const line of heard.lines()) {
      const values = Array.from({ length: 400 }, (_, n) => line.at(9 + n / 10));
      const span = Math.max(...values) - Math.min(...values);
      // Four seconds at least, even where none are asked for: 100 ms are a fortieth.
      values.slice(1).forEach((value, n) => expect(Math.abs(value - values[n]!)).toBeLessThanOrEqual(span / 39));
    }
  });

  it('stops and lets go of every node once', () => {
    const heard = listen();
    const soundscape = createSoundscape(heard.context, name, 7, 3);
    soundscape.advance(90);
    soundscape.stop();
    soundscape.stop();
    expect(heard.open()).toEqual([]);
    const before = heard.events.length;
    soundscape.advance(180);
    expect(heard.events.length).toBe(before);
  });

  it('has chords that are just, and neighbours that do not clash', () => {
    const chords = tables[name][0].split(' ').map((chord) => [...chord].map((digit) => parseInt(digit, 36)));
    chords.forEach((chord, index) => {
      expect([...chord].sort((a, b) => a - b)).toEqual(chord);
      // The Pythagorean fifth and third of D are the only sour intervals of this scale.
      const both = [...chord, ...chords[(index + 1) % chords.length]!].map((degree) => degree % 7);
      expect(both.includes(D) && both.some((degree) => F_AND_A.includes(degree))).toBe(false);
      // No seconds low down, where they growl.
      chord.slice(1).forEach((degree, i) => expect(at(degree) / at(chord[i]!)).toBeGreaterThan(1.1));
    });
  });

  it('sounds on few enough voices', () => {
    const [, , , layers] = tables[name];
    expect(layers.reduce((sum, [, voices]) => sum + voices, 0)).toBeLessThanOrEqual(14);
  });
});

describe('soundscapes', () => {
  it('are the seven that playlists may name', () => {
    expect(soundscapeNames).toEqual(['hush', 'tide', 'current', 'deep', 'vault', 'drift', 'shore']);
  });
});

describe('what is rendered to a file', () => {
  it('is silent between two waves, until the sample at which the second begins', async () => {
    const rate = 48_000;
    const ctx = new OfflineAudioContext(1, 3 * rate, rate) as unknown as BaseAudioContext;
    const graph = createGraph(ctx, 1);
    const noise = createNoise(ctx, createRandom(1));
    const water = createWater(
      graph,
      noise,
      graph.sway(0.01, () => 0),
      () => 0.5,
      () => 600,
      ctx.destination,
    );
    const shape = Float32Array.from({ length: 64 }, (_, n) => Math.sin((Math.PI * n) / 63) * Number(n % 63 > 0));
    // Neither where a block of 128 frames begins, nor in the one in which what was before ends.
    const [ends, begins] = [0.9, 1.5021];
    water(0, 0, shape, 0.1, ends - 0.1);
    water(0, 0, shape, begins, 1);
    const heard = (await (ctx as OfflineAudioContext).startRendering()).getChannelData(0);
    const loudest = (from: number, to: number) =>
      heard.subarray(from * rate, to * rate).reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    expect(loudest(ends + 0.01, begins)).toBeLessThan(1e-6);
    expect(loudest(begins, begins + 1)).toBeGreaterThan(0.01);
  });
});

it('a note that waits for the last of its voice leaves that its pitch', () => {
  const heard = listen();
  const play = createString(createGraph(heard.context, 3), [{}] as PeriodicWave[], {} as AudioNode);
  const shape = Float32Array.of(0, 1, 0);
  // Begins at 1, and ends at 11.
  heard.late(1);
  play(100, 0, shape, 0.05, 10);
  heard.late(0);
  play(200, 0, shape, 10.2, 10);
  play(300, 0, shape, 11.2, 10);
  const pitches = heard.events.flatMap(([kind, name, , ...values]) =>
    kind === 'Oscillator' && name === 'frequency' ? [values as [number, number]] : [],
  );
  expect(pitches.map(([hertz]) => hertz)).toEqual([100, 200]);
  expect(pitches[1]![1]).toBeGreaterThanOrEqual(11);
});
