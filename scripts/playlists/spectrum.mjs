/** Spectra of short windows, without a library. */

/**
 * Power spectra of windows (Hann) spread through a sound, one at a time.
 * @param {Float32Array | Float64Array} samples @param {number} size a power of two @param {number} hop samples from one to the next
 * @returns {Generator<Float64Array>} the same array of `size / 2` powers each time, filled anew
 */
export function* spectra(samples, size, hop) {
  const transform = transformOf(size);
  const hann = Float64Array.from({ length: size }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size));
  const real = new Float64Array(size);
  const imaginary = new Float64Array(size);
  const powers = new Float64Array(size / 2);
  for (let at = 0; at + size <= samples.length; at += hop) {
    for (let i = 0; i < size; i++) real[i] = samples[at + i] * hann[i];
    imaginary.fill(0);
    transform(real, imaginary);
    for (let k = 0; k < size / 2; k++) powers[k] = real[k] ** 2 + imaginary[k] ** 2;
    yield powers;
  }
}

/** In-place radix-2 Fourier transform of `n` points. */
function transformOf(n) {
  const cosines = Float64Array.from({ length: n / 2 }, (_, k) => Math.cos((-2 * Math.PI * k) / n));
  const sines = Float64Array.from({ length: n / 2 }, (_, k) => Math.sin((-2 * Math.PI * k) / n));
  return (real, imaginary) => {
    for (let i = 1, j = 0; i < n; i++) {
      let bit = n >> 1;
      for (; j & bit; bit >>= 1) j ^= bit;
      j ^= bit;
      if (i < j) [real[i], real[j], imaginary[i], imaginary[j]] = [real[j], real[i], imaginary[j], imaginary[i]];
    }
    for (let length = 2; length <= n; length <<= 1) {
      const stride = n / length;
      for (let start = 0; start < n; start += length) {
        for (let k = 0; k < length / 2; k++) {
          const [c, s, i, j] = [cosines[k * stride], sines[k * stride], start + k, start + k + length / 2];
          const r = real[j] * c - imaginary[j] * s;
          const m = real[j] * s + imaginary[j] * c;
          real[j] = real[i] - r;
          imaginary[j] = imaginary[i] - m;
          real[i] += r;
          imaginary[i] += m;
        }
      }
    }
  };
}
