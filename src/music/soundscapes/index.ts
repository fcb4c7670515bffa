import { createGraph, mix } from './graph.js';
import { createHarmony } from './harmony.js';
import { createLayer } from './layer.js';
import { createRandom } from './random.js';
import { createReverb } from './reverb.js';
import { tables } from './tables.js';
import type { SoundscapeName } from './tables.js';
import { createNoise, createString, createWater, createWaves } from './voice.js';

export type { SoundscapeName } from './tables.js';

/** The built-in soundscapes in the order of a session; `stillroom:NAME` in a playlist's `location`. */
export const soundscapeNames = Object.keys(tables) as readonly SoundscapeName[];

/** Music that is generated as it sounds. Connect `output`; once written it begins at once. */
export interface Soundscape {
  readonly output: AudioNode;
  /** Moves density, register, brightness and movement to an intensity of 1 to 5, in between too, over `seconds` (4 at least). */
  setIntensity(intensity: number, seconds: number): void;
  /** Writes the music up to this time of the context, s. How it is divided into calls changes nothing in what is heard. */
  advance(until: number): void;
  /** Silence at once, and nothing left behind. Fade `output` before. */
  stop(): void;
}

/**
 * All sources run from beginning to end, and a note is a new pitch and an envelope on one of them: nodes that wait for
 * their start are not free in Chromium, and nodes that have ended leave work for the collector.
 * @param seed the same seed makes the same music
 * @param intensity 1 to 5
 * @param fadeIn s in which it comes in by itself, with no step that is heard; 0 where a mixer fades it
 */
export function createSoundscape(
  ctx: BaseAudioContext,
  name: SoundscapeName,
  seed: number,
  intensity: number,
  fadeIn = 2,
): Soundscape {
  const [chords, room, [low, high], layers] = tables[name];
  const [chordSeconds, hallSeconds, hallShade, send, cutoff, growth, water, waterGrowth] = room;
  const salt = soundscapeNames.indexOf(name) << 8;
  const randomOf = (part: number) => createRandom(Math.imul(seed + 1, 0x9e3779b1) ^ salt ^ part);
  const graph = createGraph(ctx, intensity);
  const { opened, keep, gain, pan, filter, sway } = graph;

  const output = keep(ctx.createGain());
  output.gain.value = 0;
  output.gain.setValueAtTime(0, opened + 0.05);
  output.gain.linearRampToValueAtTime(fadeIn ? 0.1 : 1, opened + 0.15);
  output.gain.exponentialRampToValueAtTime(1, opened + 0.15 + fadeIn);
  const trim = gain((i) => 10 ** (mix(low, high, (i - 1) / 4) / 20));
  trim.connect(output);
  const tones = filter('lowpass', -3, (i) => cutoff * growth ** (i - 1));
  tones.connect(trim);
  // Two slow breaths of the brightness, in cents, that do not meet again within a session.
  sway(0.041, (i) => 100 + 80 * i).connect(tones.detune);
  const pace = sway(0.0057, (i) => 50 + 50 * i);
  pace.connect(tones.detune);
  const drift = sway(0.13, (i) => 1e-4 * (1 + i));
  const hall = createReverb(ctx, keep, hallSeconds, hallShade, drift);
  hall.output.connect(trim);
  tones.connect(gain(() => send)).connect(hall.input);
  const seats = [-0.5, 0.5, 0].map((place) => pan(place, tones));
  const shores = [-0.6, 0.6].map((place) => pan(place, trim));

  const noise = createNoise(ctx, randomOf(99));
  const chordAt = createHarmony(chords, chordSeconds, opened, randomOf(98));
  const writers = layers.map((layer, part) => {
    const [timbre, count, , , , , , level, , gate = 0, spread = 0] = layer;
    const random = randomOf(part);
    const waves = createWaves(ctx, timbre);
    const voices = Array.from({ length: count }, (_, index) => {
      const threshold = gate + spread * index;
      const door = gain((i) => level * Math.min(1, Math.max(0, threshold ? i - threshold : 1)));
      door.connect(timbre ? seats[(index + part) % 3]! : shores[index & 1]!);
      return timbre
        ? createString(graph, waves, door)
        : createWater(graph, noise, pace, random, (i) => water * waterGrowth ** (i - 1), door);
    });
    return createLayer(graph, layer, voices, random, chordAt);
  });

  return {
    output,
    setIntensity: graph.move,
    advance(until) {
      for (const write of writers) write(until);
    },
    stop() {
      writers.length = 0;
      graph.stop();
    },
  };
}
