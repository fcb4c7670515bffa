import { spectra } from './spectrum.mjs';

/** What loudness does not tell: steps, brightness, stereo, offset and clicks. */

/** Windows whose levels are compared, and how far apart they begin, parts of a second. */
const WINDOW = 10;
const HOP = 50;
/** Levels are compared where both are above this, dBFS. */
const HEARD = -40;
/** Below this fourth difference a click is under −90 dBFS. */
const FAINT = 1e-4;

const decibels = (power) => 10 * Math.log10(power + 1e-20);

/** @param {Float32Array[]} channels two of them */
export function measureShape([left, right], rate) {
  let [cross, powerLeft, powerRight, sum, jump] = [0, 0, 0, 0, 0];
  for (let i = 0; i < left.length; i++) {
    cross += left[i] * right[i];
    powerLeft += left[i] ** 2;
    powerRight += right[i] ** 2;
    sum += left[i] + right[i];
    if (i) jump = Math.max(jump, Math.abs(left[i] - left[i - 1]), Math.abs(right[i] - right[i - 1]));
  }
  const levels = levelsOf(left, right, rate);
  const after = HOP / WINDOW;
  const step = levels.reduce((most, level, n) => {
    const before = levels[n - after] ?? -Infinity;
    return level > HEARD && before > HEARD ? Math.max(most, Math.abs(level - before)) : most;
  }, 0);
  return {
    /** The largest change of level from one 100 ms to the next, wherever they begin, dB. */
    step,
    /** Highest level in the second half of the first second, dBFS. */
    first: Math.max(...levels.slice(HOP / 2, HOP - after)),
    /** Windows under −50 dBFS after the first second. */
    quiet: levels.slice(HOP).filter((level) => level < -50).length,
    centroid: centroid(left, right, rate),
    correlation: cross / Math.sqrt(powerLeft * powerRight),
    dc: Math.abs(sum) / (2 * left.length),
    /** The largest step from one sample to the next. */
    jump,
    click: Math.max(clicks(left), clicks(right)),
  };
}

/** Mean level of both channels in windows of 100 ms, a new one every 20 ms, dBFS. */
function levelsOf(left, right, rate) {
  const hop = Math.round(rate / HOP);
  const powers = Array.from({ length: Math.floor(left.length / hop) }, (_, n) => {
    let power = 0;
    for (let i = n * hop; i < (n + 1) * hop; i++) power += (left[i] ** 2 + right[i] ** 2) / 2;
    return power / hop;
  });
  const size = HOP / WINDOW;
  return powers
    .slice(size - 1)
    .map((_, n) => decibels(powers.slice(n, n + size).reduce((sum, power) => sum + power) / size));
}

/**
 * How far the sharpest bend of a sound stands above those around it: the crest of the fourth difference in windows of
 * 1,024 samples. Noise has at most 6, a click in it 10 to 30.
 */
function clicks(samples) {
  let most = 0;
  for (let at = 4; at + 1024 <= samples.length; at += 1024) {
    let [peak, power] = [0, 0];
    for (let i = at; i < at + 1024; i++) {
      const bend = samples[i] - 4 * samples[i - 1] + 6 * samples[i - 2] - 4 * samples[i - 3] + samples[i - 4];
      peak = Math.max(peak, Math.abs(bend));
      power += bend ** 2;
    }
    if (peak > FAINT) most = Math.max(most, peak / Math.sqrt(power / 1024));
  }
  return most;
}

/** Centre of gravity of the magnitude spectrum, Hz, over windows spread through the whole. */
function centroid(left, right, rate) {
  const size = 4096;
  const both = left.map((value, i) => value + right[i]);
  const total = new Float64Array(size / 2);
  for (const powers of spectra(both, size, Math.max(size, Math.floor(left.length / 400))))
    powers.forEach((power, k) => (total[k] += Math.sqrt(power)));
  let [weight, weighted] = [0, 0];
  total.forEach((magnitude, k) => {
    weight += magnitude;
    weighted += (magnitude * k * rate) / size;
  });
  return weighted / weight;
}
