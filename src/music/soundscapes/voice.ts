import type { Graph } from './graph.js';

/** Plays one note on a voice; `shape` is its loudness from first to last. */
export type Voice = (hertz: number, shimmer: number, shape: Float32Array, start: number, seconds: number) => void;

/** Two strings a fraction of a hertz apart, the second softer: a slow shimmer that never goes to nothing. */
const STRINGS = [1, 0.45];
const HARMONICS = 17;
/** Length of the noise, s, and in samples. */
const LOOP = 20;
const LENGTH = 16_000 * LOOP;

/** The waves of both strings, for all voices of a timbre as in the tables: each is a large table, and they crowd each other out of the cache. */
export function createWaves(ctx: BaseAudioContext, timbre: number): PeriodicWave[] {
  return STRINGS.map((share) => {
    const sines = Float32Array.from({ length: HARMONICS }, (_, n) =>
      n && (timbre > 0 || !(n & (n - 1))) ? share * n ** -Math.abs(timbre) : 0,
    );
    return ctx.createPeriodicWave(new Float32Array(HARMONICS), sines, { disableNormalization: true });
  });
}

export function createString({ ctx, opened, keep }: Graph, waves: readonly PeriodicWave[], to: AudioNode): Voice {
  const envelope = keep(ctx.createGain());
  envelope.gain.setValueAtTime(0, opened);
  envelope.connect(to);
  const pitches = waves.map((wave) => {
    const source = keep(ctx.createOscillator());
    source.setPeriodicWave(wave);
    source.frequency.automationRate = 'k-rate';
    source.connect(envelope);
    source.start();
    return source.frequency;
  });
  return (hertz, shimmer, shape, start, seconds) => {
    const begins = draw(envelope.gain, shape, start, seconds);
    // Until then the last note is still heard.
    if (begins !== null) pitches.forEach((pitch, string) => pitch.setValueAtTime(hertz + string * shimmer, begins));
  };
}

/** A wave of water: noise that grows brighter as it grows louder. */
export function createWater(
  { ctx, opened, keep, filter }: Graph,
  noise: AudioBuffer,
  pace: AudioNode,
  random: () => number,
  centre: (intensity: number) => number,
  to: AudioNode,
): Voice {
  const envelope = keep(ctx.createGain());
  envelope.gain.setValueAtTime(0, opened);
  const band = filter('bandpass', 0.5, centre);
  band.detune.setValueAtTime(0, opened);
  const source = keep(ctx.createBufferSource());
  source.buffer = noise;
  source.loop = true;
  // No two turns of the loop run at the same pace, so that it cannot be heard as one.
  source.playbackRate.value = 0.8 + 0.4 * random();
  pace.connect(source.detune);
  source.connect(band).connect(envelope).connect(to);
  source.start(0, random() * LOOP);
  return (_hertz, _shimmer, shape, start, seconds) => {
    draw(envelope.gain, shape, start, seconds);
    draw(
      band.detune,
      shape.map((value) => value * 900), // cents
      start,
      seconds,
    );
  };
}

/**
 * Noise that falls off above 800 Hz, like water; its filter runs in from the end, so that the loop has no seam. At 16 kHz it
 * is made in a few milliseconds, and there is little of it above 8.
 */
export function createNoise(ctx: BaseAudioContext, random: () => number): AudioBuffer {
  const noise = ctx.createBuffer(1, LENGTH, LENGTH / LOOP);
  const samples = noise.getChannelData(0);
  for (let i = 0; i < LENGTH; i++) samples[i] = random() * 3.6 - 1.8;
  for (let i = -99, last = 0; i < LENGTH; i++) {
    last += (samples[i < 0 ? i + LENGTH : i]! - last) * 0.31;
    if (i >= 0) samples[i] = last;
  }
  return noise;
}

/**
 * A point at zero less than a sample before the curve: in node-web-audio-api a curve leaks into the time before it, from the
 * block after the last point on, which is a click in what is rendered to a file.
 *
 * Where the page was held up, the sound has gone on, and the last curve was begun and ends later than we think: so the
 * browser refuses this one (`NotSupportedError`) until that has ended. One that would begin two seconds late is left out.
 * @returns when it begins, s; `null`: it does not
 */
function draw(param: AudioParam, shape: Float32Array, start: number, seconds: number): number | null {
  for (let late = 0; late < 2; late += 0.05)
    try {
      param.linearRampToValueAtTime(0, start + late - 1e-5);
      param.setValueCurveAtTime(shape, start + late, seconds - late);
      return start + late;
    } catch {}
  return null;
}
