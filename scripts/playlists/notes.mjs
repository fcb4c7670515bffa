import { spectra } from './spectrum.mjs';

/** Two semitones below the lowest root (33 Hz) and up to where the partials of the highest notes grow faint, Hz. */
const LOWEST = 30;
const SEMITONES = 84;
/** A window of a third of a second tells two neighbours of the lowest octaves that matter apart. */
const SIZE = 4096;
const RATE = 12_000;
/** Windows a second, and how many of them a level is the mean of. */
const HOPS = 4;
/** A partial comes in when its band has risen this far, dB: two strings that shimmer against each other swing by 8.4. */
const RISE = 12;
/** … to this level beside the whole, dB. */
const HEARD = -35;

/**
 * Note density by ear, not by the score: how many times a minute a partial comes in, counted in bands of a semitone.
 * @param {Float32Array[]} channels
 */
export function measureNotes(channels, rate) {
  const sound = decimated(channels, Math.floor(rate / RATE));
  const low = rate / Math.floor(rate / RATE);
  const edges = Array.from({ length: SEMITONES + 1 }, (_, n) => (LOWEST * 2 ** (n / 12) * SIZE) / low);
  const windows = [];
  let total = 0;
  for (const powers of spectra(sound, SIZE, Math.round(low / HOPS))) {
    const bands = edges.slice(1).map((edge, n) => between(powers, edges[n], edge));
    windows.push(bands);
    total += bands.reduce((sum, power) => sum + power, 0);
  }
  const whole = total / windows.length;
  let count = 0;
  for (let band = 0; band < SEMITONES; band++) {
    const levels = windows.map((bands) => 10 * Math.log10(bands[band] / whole + 1e-12));
    count += entries(levels.slice(HOPS - 1).map((_, n) => mean(levels.slice(n, n + HOPS))));
  }
  return (count * 60) / (windows.length / HOPS);
}

const mean = (numbers) => numbers.reduce((sum, value) => sum + value, 0) / numbers.length;

/** How often a level has risen from where it was lowest; then it has to fall as far before it can again. */
function entries(levels) {
  let count = 0;
  let up = false;
  let turn = levels[0];
  for (const level of levels) {
    turn = up ? Math.max(turn, level) : Math.min(turn, level);
    if (up ? level > turn - RISE : level < turn + RISE || level < HEARD) continue;
    if (!up) count++;
    up = !up;
    turn = level;
  }
  return count;
}

/** Power between two places of a spectrum, which need not be whole bins. */
function between(powers, from, to) {
  let sum = 0;
  for (let k = Math.round(from); k <= Math.round(to); k++)
    sum += powers[k] * Math.max(0, Math.min(to, k + 0.5) - Math.max(from, k - 0.5));
  return sum;
}

/** Both channels as one, at a lower rate: a windowed sinc takes away what the lower rate cannot hold. */
function decimated(channels, factor) {
  const reach = 8 * factor;
  const taps = Float64Array.from({ length: 2 * reach + 1 }, (_, n) => {
    const x = (n - reach) / factor;
    return (x ? Math.sin(Math.PI * x) / (Math.PI * x) : 1) * Math.cos((Math.PI * (n - reach)) / (2 * reach + 1)) ** 2;
  });
  const length = Math.floor((channels[0].length - 2 * reach) / factor);
  const out = new Float64Array(length);
  for (const samples of channels)
    for (let i = 0; i < length; i++) for (let n = 0; n < taps.length; n++) out[i] += taps[n] * samples[i * factor + n];
  return out;
}
