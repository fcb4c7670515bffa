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
const POINTS = 64;
const NOISE_SECONDS = 7;

/**
 * @param seed the same seed makes the same music
 * @param intensity 1 to 5
 */
export function createSoundscape(ctx: BaseAudioContext, name: SoundscapeName, seed: number, intensity: number): Soundscape {
  const [chordNames, chordSeconds, hallSeconds, hallShade, trims, layers] = tables[name];
  const chords = chordNames.split(' ').map((chord) => [...chord].map((degree) => parseInt(degree, 36)));
  const salt = soundscapeNames.indexOf(name) + 1;
  const randomOf = (part: number) => createRandom(Math.imul(seed ^ (salt << 8) ^ part, 0x9e3779b1));
  const opened = ctx.currentTime;
  const nodes = new Set<AudioNode>();
  const keep = <T extends AudioNode>(node: T) => (nodes.add(node), node);

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
  const sway = (hertz: number, at: (intensity: number) => number) => {
    const source = keep(ctx.createOscillator());
    source.frequency.value = hertz;
    source.start();
    return source.connect(gain(at));
  };

  const output = keep(ctx.createGain());
  output.gain.setValueAtTime(0, opened);
  output.gain.linearRampToValueAtTime(1, opened + 2.5);
  const trim = gain((i) => 10 ** ((i < 3 ? mix(trims[0], trims[1], (i - 1) / 2) : mix(trims[1], trims[2], (i - 3) / 2)) / 20));
  const floor = keep(ctx.createBiquadFilter());
  floor.type = 'highpass';
  floor.frequency.value = 30;
  floor.connect(trim).connect(output);
  const hall = createReverb(ctx, keep, hallSeconds, hallShade, sway(0.13, (i) => 1e-4 * (1 + i)));
  hall.output.connect(floor);
  const breath = sway(0.041, (i) => 150 + 90 * i); // cents

  const noise = ctx.createBuffer(1, NOISE_SECONDS * ctx.sampleRate, ctx.sampleRate);
  const randomNoise = randomOf(99);
  const samples = noise.getChannelData(0);
  for (let i = 0; i < samples.length; i++) samples[i] = randomNoise() * 2 - 1;

  // The harmony: a walk through the chords, mostly onwards, now and then a step back.
  const randomChord = randomOf(98);
  const changes: { at: number; chord: readonly number[] }[] = [];
  let place = 0;
  let until = opened;
  const chordAt = (time: number) => {
    while (until <= time) {
      changes.push({ at: until, chord: chords[place]! });
      place = (place + (randomChord() < 0.75 ? 1 : chords.length - 1)) % chords.length;
      until += chordSeconds * (0.7 + 0.6 * randomChord());
    }
    return changes.findLast((change) => change.at <= time)?.chord ?? chords[0]!;
  };

  const voices = layers.flatMap((layer, part) => createVoices(layer, part));

  function createVoices(layer: Layer, part: number) {
    const [voice, count, octave, length, gap, attack, fall, level, gate, spread, cutoff, growth, send, leap] = layer;
    const filter = keep(ctx.createBiquadFilter());
    filter.type = voice ? 'lowpass' : 'bandpass';
    filter.Q.value = voice ? -3 : 0.5;
    filter.frequency.automationRate = filter.detune.automationRate = 'k-rate';
    follow(filter.frequency, (i) => cutoff * growth ** (i - 1));
    breath.connect(filter.detune);
    filter.connect(floor);
    const wet = keep(ctx.createGain());
    wet.gain.value = send;
    filter.connect(wet).connect(hall.input);
    const harmonics = Float32Array.from({ length: 17 }, (_, n) =>
      n && (voice > 0 || !(n & (n - 1))) ? n ** -Math.abs(voice) : 0,
    );
    const wave = ctx.createPeriodicWave(new Float32Array(17), harmonics);
    const envelope = Float32Array.from({ length: POINTS }, (_, n) => {
      const x = n / (POINTS - 1);
      return x < attack ? Math.sin((Math.PI / 2) * (x / attack)) ** 2 : ((1 - x) / (1 - attack)) ** fall;
    });

    return Array.from({ length: count }, (_, index) => {
      const random = randomOf(part * 8 + index);
      const panner = keep(ctx.createStereoPanner());
      panner.pan.value = count > 1 ? (index / (count - 1) - 0.5) * (part & 1 ? 1.2 : -1.2) : 0;
      const door = gain((i) => level * Math.min(1, Math.max(0, gate ? i - gate - spread * index : i - spread * index)));
      door.connect(panner).connect(filter);
      let next = opened - length * gap * random();
      let step = index;

      return (horizon: number) => {
        while (next < horizon) {
          const start = next;
          const lasts = length * (0.75 + 0.5 * random());
          next += lasts * gap * (0.8 + 0.4 * random());
          const chord = chordAt(start);
          step += leap && 1 + ((random() * leap) | 0);
          const degree = chord[leap && step % chord.length]!;
          const hertz = C3 * 2 ** (octave + ((degree / 7) | 0)) * SCALE[degree % 7]! * (1 + (random() - 0.5) * 1e-3);
          const loud = 0.7 + 0.5 * random();
          const offset = random() * NOISE_SECONDS;
          const now = Math.max(start, ctx.currentTime);
          const left = start + lasts - now;
          if (left < 2) continue;
          const skip = ((1 - left / lasts) * (POINTS - 2)) | 0;
          const curve = envelope.slice(skip).map((value) => value * loud);
          curve[0] = 0;
          const note = keep(ctx.createGain());
          note.gain.value = 0;
          note.gain.setValueCurveAtTime(curve, now, left);
          note.connect(door);
          if (voice) {
            // Two of each, a fraction of a hertz apart: the slow shimmer of two strings.
            for (const apart of [0, 0.1 + 0.25 * random()]) {
              const source = keep(ctx.createOscillator());
              source.setPeriodicWave(wave);
              source.frequency.value = hertz + apart;
              begin(source, note, now, left);
            }
          } else {
            const source = keep(ctx.createBufferSource());
            source.buffer = noise;
            source.loop = true;
            begin(source, note, now, left, offset);
          }
        }
      };
    });
  }

  function begin(source: AudioScheduledSourceNode, note: GainNode, at: number, lasts: number, offset?: number) {
    source.connect(note);
    source.onended = () => [source, note].forEach(release);
    (source as AudioBufferSourceNode).start(at, ...(offset === undefined ? [] : [offset]));
    source.stop(at + lasts);
  }

  function release(node: AudioNode) {
    node.disconnect();
    nodes.delete(node);
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
    advance(horizon) {
      if (nodes.size) for (const voice of voices) voice(horizon);
    },
    stop() {
      for (const node of nodes) {
        if ('stop' in node) (node as AudioScheduledSourceNode).stop();
        release(node);
      }
    },
  };
}

function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}
