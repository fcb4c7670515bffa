import { measureLoudness } from './loudness.mjs';
import { measureNotes } from './notes.mjs';
import { measureShape } from './shape.mjs';

/**
 * Everything that a rendering of a soundscape is measured for.
 * @param {Float32Array[]} channels
 */
export const figuresOf = (channels, rate) => ({
  ...measureLoudness(channels),
  ...measureShape(channels, rate),
  notes: measureNotes(channels, rate),
});

/** @typedef {ReturnType<typeof figuresOf>} Figures */

/**
 * What each rendering has to meet, over five minutes at one intensity.
 * @type {Record<string, (figures: Figures) => boolean>}
 */
const BOUNDS = {
  'integrated loudness of −26 to −20 LUFS': ({ loudness }) => loudness >= -26 && loudness <= -20,
  'loudness range of at most 12 LU': ({ range }) => range <= 12,
};

/** What holds at any time, while the intensity moves too. */
const ALWAYS = {
  'true peak of at most −3 dBTP': ({ peak }) => peak <= -3,
  'no 100 ms step in level above 3 dB': ({ step }) => step <= 3,
  'mono-compatible (correlation above 0)': ({ correlation }) => correlation > 0,
  'no offset (under −80 dBFS)': ({ dc }) => dc < 1e-4,
  'no clicks (no bend that stands out by 8 times)': ({ click }) => click < 8,
  'never silent (no 100 ms under −50 dBFS after its first second)': ({ quiet }) => quiet === 0,
  'heard within its first second (above −45 dBFS)': ({ first }) => first > -45,
};

/** What has to hold from one intensity to the next. */
const RISES = {
  'loudness does not fall': (lower, higher) => higher.loudness >= lower.loudness,
  'spectral centroid rises': (lower, higher) => higher.centroid > lower.centroid,
  'note density rises': (lower, higher) => higher.notes > lower.notes,
};

const failing = (bounds, ...figures) => Object.keys(bounds).filter((what) => !bounds[what](...figures));

/** What a sound misses of what holds at any time. @param {Figures} figures */
export const missedAlways = (figures) => failing(ALWAYS, figures);

/**
 * What a soundscape misses, in words; nothing is missed when it is empty.
 * @param {[intensity: number, figures: Figures][]} renderings of one seed, by rising intensity
 * @returns {string[]}
 */
export function missed(renderings) {
  const [, lowest] = renderings[0];
  const [, highest] = renderings.at(-1);
  return [
    ...renderings.flatMap(([intensity, figures]) =>
      [...failing(BOUNDS, figures), ...missedAlways(figures)].map((what) => `at ${intensity}: ${what}`),
    ),
    ...renderings
      .slice(1)
      .flatMap(([intensity, figures], n) =>
        failing(RISES, renderings[n][1], figures).map((what) => `from ${renderings[n][0]} to ${intensity}: ${what}`),
      ),
    ...(highest.loudness - lowest.loudness > 4 ? ['loudness rises by no more than 4 LU'] : []),
  ];
}
