/**
 * Integrated loudness (LUFS), range (LU) and true peak (dBTP) after ITU-R BS.1770-5 and EBU Tech 3342, so that nothing but
 * Node is needed. Checked against ffmpeg's `ebur128` by `check.mjs`.
 */

/** The two filters of the K-weighting for any rate: a shelf for the head, then a high-pass (BS.1770-5, annex 1). */
function weighting(rate) {
  const shelf = (() => {
    const [gain, q, k] = [3.999843853973347, 0.7071752369554196, Math.tan((Math.PI * 1681.974450955533) / rate)];
    const [high, band] = [10 ** (gain / 20), 10 ** ((gain / 20) * 0.4996667741545416)];
    const a0 = 1 + k / q + k * k;
    return [
      (high + (band * k) / q + k * k) / a0,
      (2 * (k * k - high)) / a0,
      (high - (band * k) / q + k * k) / a0,
      (2 * (k * k - 1)) / a0,
      (1 - k / q + k * k) / a0,
    ];
  })();
  const [q, k] = [0.5003270373238773, Math.tan((Math.PI * 38.13547087602444) / rate)];
  const a0 = 1 + k / q + k * k;
  return [shelf, [1, -2, 1, (2 * (k * k - 1)) / a0, (1 - k / q + k * k) / a0]];
}

function filter(samples, [b0, b1, b2, a1, a2]) {
  const out = new Float64Array(samples.length);
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  for (let i = 0; i < samples.length; i++) {
    const x = samples[i];
    const y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
    [x2, x1, y2, y1] = [x1, x, y1, y];
    out[i] = y;
  }
  return out;
}

const lufs = (power) => -0.691 + 10 * Math.log10(power);
const mean = (numbers) => numbers.reduce((sum, value) => sum + value, 0) / numbers.length;

/** Mean power of all channels in blocks of `seconds`, one every 100 ms. */
function blocks(weighted, rate, seconds) {
  const hop = Math.round(rate / 10);
  const hops = Math.floor(weighted[0].length / hop);
  const energy = Float64Array.from({ length: hops }, (_, n) => {
    let sum = 0;
    for (const channel of weighted) for (let i = n * hop; i < (n + 1) * hop; i++) sum += channel[i] ** 2;
    return sum / hop;
  });
  const size = seconds * 10;
  return Array.from({ length: Math.max(0, hops - size + 1) }, (_, n) => mean([...energy.subarray(n, n + size)]));
}

function gated(powers, below) {
  const loud = powers.filter((power) => lufs(power) > -70);
  if (!loud.length) return [];
  const gate = lufs(mean(loud)) - below;
  return loud.filter((power) => lufs(power) > gate);
}

/** @param {Float32Array[]} channels */
export function measureLoudness(channels, rate) {
  const filters = weighting(rate);
  const weighted = channels.map((channel) => filters.reduce(filter, channel));
  const integrated = gated(blocks(weighted, rate, 0.4), 10);
  const short = gated(blocks(weighted, rate, 3), 20)
    .map(lufs)
    .sort((a, b) => a - b);
  const at = (share) => short[Math.round((short.length - 1) * share)] ?? 0;
  return {
    loudness: integrated.length ? lufs(mean(integrated)) : -Infinity,
    range: at(0.95) - at(0.1),
    peak: 20 * Math.log10(Math.max(...channels.map(truePeak))),
  };
}

const TAPS = 12;
/** Four phases of a windowed sinc: the oversampling by four that a true peak asks for. */
const phases = [0.25, 0.5, 0.75].map((shift) =>
  Float64Array.from({ length: TAPS * 2 }, (_, n) => {
    const x = n - TAPS + 1 - shift;
    return (Math.sin(Math.PI * x) / (Math.PI * x)) * Math.cos((Math.PI * x) / (2 * TAPS + 1)) ** 2;
  }),
);

function truePeak(samples) {
  let peak = 0;
  for (let i = 0; i < samples.length; i++) peak = Math.max(peak, Math.abs(samples[i]));
  // Between two samples a band-limited peak can stand at most a little above them: only loud places need the filter.
  const near = peak * 0.5;
  for (let i = TAPS; i < samples.length - TAPS; i++) {
    if (Math.abs(samples[i]) < near) continue;
    for (const taps of phases) {
      let sum = 0;
      for (let n = 0; n < taps.length; n++) sum += taps[n] * samples[i - TAPS + 1 + n];
      peak = Math.max(peak, Math.abs(sum));
    }
  }
  return peak;
}
