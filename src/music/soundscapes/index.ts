import { createRandom } from './random.js';
import { createReverb } from './reverb.js';
import { tables } from './tables.js';
import type { Layer, SoundscapeName } from './tables.js';

export type { SoundscapeName } from './tables.js';

/** The built-in soundscapes in the order of a session; `stillroom:NAME` in a playlist's `location`. */
export const soundscapeNames = Object.keys(tables) as readonly SoundscapeName[];

/** Music that is generated as it sounds. Connect `output`; it begins at once. */
export interface Soundscape {
  readonly output: AudioNode;
  /** Moves density, register, brightness and movement to an intensity of 1 to 5, in between too, over `seconds` (4 at least). */
  setIntensity(intensity: number, seconds: number): void;
  /** Writes the music up to this time of the context, s. How it is divided into calls changes nothing in what is heard. */
  advance(until: number): void;
  /** Silence at once, and nothing left behind. Fade `output` before. */
  stop(): void;
}

/** Just intonation above C3 = 132 Hz, the same in every soundscape, so that they agree while one fades into the next. */
const SCALE = [1, 9 / 8, 5 / 4, 4 / 3, 3 / 2, 5 / 3, 15 / 8];
const C3 = 132;
/** Points of an envelope: straight lines between them are smooth enough at this pace. */
const POINTS = 64;
const NOISE_SECONDS = 7;

/**
 * All sources run from beginning to end, and a note is a new pitch and an envelope on one of them: nodes that wait for
 * their start are not free in Chromium, and nodes that have ended leave work for the collector.
 * @param seed the same seed makes the same music
 * @param intensity 1 to 5
 */
export function createSoundscape(
  ctx: BaseAudioContext,
  name: SoundscapeName,
  seed: number,
  intensity: number,
): Soundscape {
  const [chordNames, room, trims, layers] = tables[name];
  const [chordSeconds, hallSeconds, hallShade, send, cutoff, growth, water, waterGrowth] = room;
  const chords = chordNames.split(' ').map((chord) => [...chord].map((degree) => parseInt(degree, 36)));
  const salt = soundscapeNames.indexOf(name) << 8;
  const randomOf = (part: number) => createRandom(Math.imul(seed + 1, 0x9e3779b1) ^ salt ^ part);
  const opened = ctx.currentTime;
  const nodes: AudioNode[] = [];
  const keep = <T extends AudioNode>(node: T) => (nodes.push(node), node);

  // What intensity moves: each a parameter and its value at an intensity.
  const moved: { param: AudioParam; at: (intensity: number) => number; from: number; to: number }[] = [];
  let begun = opened;
  let took = 1;
  const follow = (param: AudioParam, at: (intensity: number) => number) => {
    const value = at(intensity);
    param.setValueAtTime(value, opened);
    moved.push({ param, at, from: value, to: value });
  };
  const gain = (at: (intensity: number) => number) => {
    const node = keep(ctx.createGain());
    follow(node.gain, at);
    return node;
  };
  const pan = (place: number) => {
    const node = keep(ctx.createStereoPanner());
    node.pan.value = place;
    return node;
  };
  /** A cut-off need not follow within a block of 128 frames, and costs a fraction if it does not. */
  const filter = (type: BiquadFilterType, q: number, at: (intensity: number) => number) => {
    const node = keep(ctx.createBiquadFilter());
    node.type = type;
    node.Q.value = q;
    node.frequency.automationRate = node.detune.automationRate = 'k-rate';
    follow(node.frequency, at);
    return node;
  };
  const sway = (hertz: number, at: (intensity: number) => number) => {
    const source = keep(ctx.createOscillator());
    source.frequency.value = hertz;
    source.start();
    return source.connect(gain(at));
  };

  const output = keep(ctx.createGain());
  output.gain.setValueAtTime(0, opened);
  output.gain.linearRampToValueAtTime(1, opened + 3);
  const trim = gain(
    (i) => 10 ** ((i < 3 ? mix(trims[0], trims[1], (i - 1) / 2) : mix(trims[1], trims[2], (i - 3) / 2)) / 20),
  );
  trim.connect(output);
  const tones = filter('lowpass', -3, (i) => cutoff * growth ** (i - 1));
  tones.connect(trim);
  // Two slow breaths of the brightness, in cents, that do not meet again within a session.
  sway(0.041, (i) => 100 + 80 * i).connect(tones.detune);
  sway(0.0057, (i) => 50 + 50 * i).connect(tones.detune);
  const hall = createReverb(
    ctx,
    keep,
    hallSeconds,
    hallShade,
    sway(0.13, (i) => 1e-4 * (1 + i)),
  );
  hall.output.connect(trim);
  tones.connect(gain(() => send)).connect(hall.input);
  const seats = [-0.5, 0.5, 0].map((place) => pan(place));
  for (const seat of seats) seat.connect(tones);

  // Noise that falls off above 800 Hz, like water; the filter runs in from the end, so that the loop has no seam.
  const noise = ctx.createBuffer(1, NOISE_SECONDS * ctx.sampleRate, ctx.sampleRate);
  const samples = noise.getChannelData(0);
  const randomNoise = randomOf(99);
  samples.forEach((_, i) => (samples[i] = randomNoise() * 6 - 3));
  for (let i = -99, last = 0; i < samples.length; i++) {
    last += (samples.at(i)! - last) * 0.1;
    if (i >= 0) samples[i] = last;
  }

  // The harmony: a walk through the chords, mostly onwards, now and then a step back.
  const randomChord = randomOf(98);
  const changes: { at: number; chord: readonly number[] }[] = [];
  let place = 0;
  let known = -Infinity;
  const chordAt = (time: number) => {
    while (known <= time) {
      changes.push({ at: known, chord: chords[place]! });
      place = (place + (randomChord() < 0.75 ? 1 : chords.length - 1)) % chords.length;
      known = Math.max(known, opened) + chordSeconds * (0.7 + 0.6 * randomChord());
    }
    return changes.findLast((change) => change.at <= time)!.chord;
  };

  const voices = layers.flatMap((layer, part) =>
    Array.from({ length: layer[1] }, (_, index) => createVoice(layer, part, index)),
  );

  function createVoice(
    [timbre, count, octave, length, rest, attack, fall, level, gate, spread, leap]: Layer,
    part: number,
    index: number,
  ): (until: number) => void {
    const random = randomOf(part * 8 + index);
    const threshold = gate + spread * index;
    const door = gain((i) => level * Math.min(1, Math.max(0, threshold ? i - threshold : 1)));
    const envelope = keep(ctx.createGain());
    envelope.gain.setValueAtTime(0, opened);
    envelope.connect(door);
    const pitches: AudioParam[] = [];
    let swell: AudioParam | undefined;
    if (timbre) {
      // Two strings a fraction of a hertz apart, the second softer: a slow shimmer that never goes to nothing.
      for (const share of [1, 0.45]) {
        const harmonics = Array.from({ length: 17 }, (_, n) =>
          n && (timbre > 0 || !(n & (n - 1))) ? share * n ** -Math.abs(timbre) : 0,
        );
        const source = keep(ctx.createOscillator());
        source.setPeriodicWave(
          ctx.createPeriodicWave(
            harmonics.map(() => 0),
            harmonics,
            { disableNormalization: true },
          ),
        );
        source.frequency.automationRate = 'k-rate';
        pitches.push(source.frequency);
        source.connect(envelope);
        source.start();
      }
      door.connect(seats[(index + part) % 3]!);
    } else {
      const source = keep(ctx.createBufferSource());
      const band = filter('bandpass', 0.5, (i) => water * waterGrowth ** (i - 1));
      source.buffer = noise;
      source.loop = true;
      source.playbackRate.value = 0.8 + 0.4 * random();
      source.connect(band).connect(envelope);
      source.start(0, random() * NOISE_SECONDS);
      swell = band.detune;
      const seat = pan(index & 1 ? 0.6 : -0.6);
      door.connect(seat).connect(trim);
    }
    // The voices of a layer begin at different places of their notes, all well before the end.
    let next = opened - (0.7 * length * (index + random())) / count;
    let step = index;

    return (until) => {
      while (next < until) {
        const lasts = length * (0.75 + 0.5 * random());
        const end = next + lasts;
        const chord = chordAt(next);
        step += leap && 1 + ((random() * leap) | 0);
        const degree = chord[leap && step % chord.length]!;
        const hertz = C3 * 2 ** (octave + ((degree / 7) | 0)) * SCALE[degree % 7]! * (1 + (random() - 0.5) * 1e-3);
        const loud = 0.8 + 0.3 * random();
        const apart = 0.05 + 0.15 * random();
        // A note that should have begun before now comes in where it is by now.
        const start = Math.max(next, ctx.currentTime + 0.05);
        next = end + 0.1 + 2 * rest * length * random();
        if (end - start < 2) continue;
        const from = (start - end) / lasts + 1;
        const curve = Float32Array.from({ length: POINTS }, (_, n) => {
          const x = from + ((1 - from) * n) / (POINTS - 1);
          return (
            n &&
            loud *
              (x < attack ? Math.sin((Math.PI / 2) * (x / attack)) ** 2 : (Math.max(0, 1 - x) / (1 - attack)) ** fall)
          );
        });
        pitches.forEach((pitch, string) => pitch.setValueAtTime(hertz + string * apart, start));
        envelope.gain.setValueCurveAtTime(curve, start, end - start);
        swell?.setValueCurveAtTime(
          curve.map((value) => value * 900),
          start,
          end - start,
        ); // cents
      }
    };
  }

  return {
    output,
    setIntensity(intensity, seconds) {
      // A moment ahead of the sound, so that the point where the new line leaves the old one is not in the past.
      const at = ctx.currentTime + 0.05;
      const done = Math.min(1, Math.max(0, (at - begun) / took));
      begun = at;
      took = Math.max(4, seconds);
      for (const move of moved) {
        move.from = mix(move.from, move.to, done);
        move.to = move.at(Math.min(5, Math.max(1, intensity)));
        move.param.cancelScheduledValues(at);
        move.param.linearRampToValueAtTime(move.from, at);
        move.param.linearRampToValueAtTime(move.to, at + took);
      }
    },
    advance(until) {
      if (nodes.length) for (const voice of voices) voice(until);
    },
    stop() {
      for (const node of nodes.splice(0)) {
        if ('stop' in node) (node as AudioScheduledSourceNode).stop();
        node.disconnect();
      }
    },
  };
}

function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}
