/** What loudness does not tell: steps, brightness, stereo, offset and clicks. */

const FFT = 4096;
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
  // Windows of 100 ms side by side: the step is the largest change from one to the next, both above −40 dBFS.
  const size = Math.round(rate / 10);
  const levels = Array.from({ length: Math.floor(left.length / size) }, (_, n) => {
    let power = 0;
    for (let i = n * size; i < (n + 1) * size; i++) power += (left[i] ** 2 + right[i] ** 2) / 2;
    return decibels(power / size);
  });
  const step = levels.reduce((most, level, n) => {
    const before = levels[n - 1] ?? -Infinity;
    return level > -40 && before > -40 ? Math.max(most, Math.abs(level - before)) : most;
  }, 0);
  return {
    step,
    /** Mean level of the second half of the first second, dBFS. */
    first: Math.max(...levels.slice(5, 10)),
    /** Windows under −50 dBFS after the first second. */
    quiet: levels.slice(10).filter((level) => level < -50).length,
    centroid: centroid(left, right, rate),
    correlation: cross / Math.sqrt(powerLeft * powerRight),
    dc: Math.abs(sum) / (2 * left.length),
    jump,
  };
}

/** Centre of gravity of the magnitude spectrum, Hz, over windows spread through the whole. */
function centroid(left, right, rate) {
  const total = new Float64Array(FFT / 2);
  const hop = Math.max(FFT, Math.floor(left.length / 400));
  for (let at = 0; at + FFT <= left.length; at += hop) {
    const real = Float64Array.from(
      { length: FFT },
      (_, i) => (left[at + i] + right[at + i]) * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / FFT)),
    );
    const imaginary = new Float64Array(FFT);
    transform(real, imaginary);
    for (let k = 0; k < FFT / 2; k++) total[k] += Math.hypot(real[k], imaginary[k]);
  }
  let [weight, weighted] = [0, 0];
  total.forEach((magnitude, k) => {
    weight += magnitude;
    weighted += (magnitude * k * rate) / FFT;
  });
  return weighted / weight;
}

/** In-place radix-2 Fourier transform. */
function transform(real, imaginary) {
  const n = real.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) [real[i], real[j], imaginary[i], imaginary[j]] = [real[j], real[i], imaginary[j], imaginary[i]];
  }
  for (let length = 2; length <= n; length <<= 1) {
    for (let k = 0; k < length / 2; k++) {
      const [c, s] = [Math.cos((-2 * Math.PI * k) / length), Math.sin((-2 * Math.PI * k) / length)];
      for (let i = k; i < n; i += length) {
        const j = i + length / 2;
        const [r, m] = [real[j] * c - imaginary[j] * s, real[j] * s + imaginary[j] * c];
        [real[j], imaginary[j], real[i], imaginary[i]] = [real[i] - r, imaginary[i] - m, real[i] + r, imaginary[i] + m];
      }
    }
  }
}
