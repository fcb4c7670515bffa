export type SoundscapeName = 'hush' | 'tide' | 'current' | 'deep' | 'vault' | 'drift' | 'shore';

/** A choir of voices that share a timbre, a register and a way of coming and going. */
export type Layer = readonly [
  /** 0: filtered noise. Above: harmonics fall off as 1/n^voice. Below: octaves only, as 2^(voice·k), like glass. */
  voice: number,
  voices: number,
  /** Octaves above C3. */
  octave: number,
  /** Mean length of a note, s. */
  length: number,
  /** Mean distance from one note of a voice to its next, as a share of the length; above 0.5 means rests. */
  gap: number,
  /** Share of the length in which it rises; never under 300 ms. */
  attack: number,
  /** Shape of its fall: 1 straight, higher: sooner. */
  fall: number,
  level: number,
  /** The intensity at which its first voice begins to be heard; it is whole one step later. */
  gate: number,
  /** Further steps of intensity for each further voice. */
  spread: number,
  /** Cut-off or centre of its filter at intensity 1, Hz, and its growth with each step. */
  cutoff: number,
  growth: number,
  /** Share sent into the hall. */
  send: number,
  /** Steps through the chord: 0 rests on its root, 1 climbs, more wanders. */
  leap: number,
];

export type Table = readonly [
  /** Chords as degrees of the scale above C3 in base 36, lowest first; D is just with neither F nor A, so no two neighbours in the list hold both. */
  chords: string,
  /** Mean length of a chord, s. */
  chordSeconds: number,
  hallSeconds: number,
  /** Hz above which the hall grows dark. */
  hallShade: number,
  /** Level at intensity 1, 3 and 5, dB: measured by `scripts/playlists/measure.mjs` to meet −23 LUFS. */
  trims: readonly [number, number, number],
  layers: readonly Layer[],
];

export const tables: Record<SoundscapeName, Table> = {
  // Before: an open sky, hardly a change.
  hush: ['0479 0489 047b 37ac', 50, 9, 2500, [-25.2, -25.5, -25.1], [
    [2.6, 1, -1, 40, 0.55, 0.45, 1, 0.9, 0, 0, 300, 1.2, 0.3, 0],
    [2.2, 3, 0, 34, 0.6, 0.45, 1, 0.6, 0, 0, 500, 1.3, 0.6, 3],
    [3, 2, 1, 26, 0.7, 0.45, 1, 0.3, 1.2, 1.4, 900, 1.3, 0.9, 3],
    [0, 2, 0, 19, 0.6, 0.45, 1, 0.5, 0, 0, 350, 1.3, 0.3, 0],
  ]],
  // Onset: surf far off that breathes, and a pad that comes and goes with it.
  tide: ['37ac 0479 579b 37be', 36, 7, 3000, [-22.2, -24.7, -24.8], [
    [2.2, 1, -1, 30, 0.55, 0.45, 1, 0.8, 0, 0, 320, 1.25, 0.3, 0],
    [1.8, 3, 0, 24, 0.6, 0.45, 1, 0.55, 0, 0.3, 500, 1.35, 0.6, 3],
    [2.5, 2, 1, 16, 0.8, 0.4, 1, 0.35, 1.5, 1.2, 1000, 1.3, 0.9, 2],
    [0, 3, 0, 10, 0.62, 0.42, 1.3, 1.1, 0, 0, 420, 1.35, 0.3, 0],
  ]],
  // Build: slow steps upwards that never arrive.
  current: ['0479 468b 047b 579b 37ac', 26, 6, 3500, [-21.5, -23.4, -23.5], [
    [2, 1, -1, 24, 0.55, 0.4, 1, 0.8, 0, 0, 380, 1.25, 0.3, 0],
    [1.7, 3, 0, 18, 0.6, 0.45, 1, 0.5, 0, 0.4, 600, 1.35, 0.6, 2],
    [2, 3, 1, 6, 0.75, 0.22, 1.6, 0.4, 0, 1.3, 900, 1.35, 0.9, 1],
    [0, 2, 0, 8, 0.6, 0.45, 1, 0.6, 0.5, 0, 450, 1.4, 0.4, 0],
  ]],
  // Peak: low, wide and grave; few changes.
  deep: ['59bc 37bc 59be 269b 47be', 44, 10, 2000, [-23.4, -25, -24.9], [
    [1.6, 2, -2, 36, 0.6, 0.45, 1, 0.7, 0, 0.5, 220, 1.3, 0.3, 0],
    [1.7, 3, -1, 28, 0.6, 0.45, 1, 0.6, 0, 0, 360, 1.35, 0.5, 3],
    [1.8, 2, 0, 20, 0.7, 0.45, 1, 0.4, 1, 1.2, 550, 1.35, 0.8, 2],
    [0, 2, 0, 14, 0.6, 0.45, 1.2, 0.8, 0.5, 0, 240, 1.4, 0.4, 0],
  ]],
  // Peak: the same depth seen from below a high roof.
  vault: ['0479 468d 0489 269b 579b 37ac', 38, 12, 3500, [-28.1, -28.4, -27.5], [
    [1.8, 1, -1, 36, 0.55, 0.45, 1, 0.8, 0, 0, 320, 1.3, 0.4, 0],
    [-1.2, 3, 0, 26, 0.6, 0.45, 1, 0.5, 0, 0, 700, 1.35, 0.9, 3],
    [-1.4, 3, 1, 18, 0.8, 0.4, 1.2, 0.3, 0.7, 1.1, 1200, 1.35, 1.3, 2],
    [0, 2, 0, 16, 0.6, 0.45, 1, 0.5, 1, 0, 700, 1.35, 0.8, 0],
  ]],
  // Return: a few soft bells over very little.
  drift: ['579b 0479 37ac 047b 579c', 34, 8, 4500, [-22.6, -24.7, -24.5], [
    [2.4, 1, -1, 32, 0.55, 0.45, 1, 0.7, 0, 0, 320, 1.2, 0.3, 0],
    [2.2, 3, 0, 26, 0.6, 0.45, 1, 0.45, 0, 0.2, 500, 1.3, 0.6, 3],
    [-2, 3, 1, 8, 1.5, 0.055, 3, 0.6, 0, 1.2, 1600, 1.3, 1.2, 4],
    [0, 2, 0, 13, 0.6, 0.45, 1, 0.45, 0, 0, 500, 1.3, 0.3, 0],
  ]],
  // Integration: light on water, warm and open.
  shore: ['0479 468b 0489 047b 37ac 379c', 28, 5, 5000, [-21, -21.9, -22], [
    [2, 1, -1, 26, 0.55, 0.4, 1, 0.7, 0, 0, 420, 1.2, 0.3, 0],
    [1.6, 3, 0, 20, 0.6, 0.45, 1, 0.5, 0, 0, 700, 1.3, 0.5, 2],
    [-1.7, 3, 1, 5, 1.1, 0.08, 2.5, 0.5, 0, 1.2, 1500, 1.3, 0.9, 2],
    [0, 2, 0, 9, 0.6, 0.4, 1.4, 0.6, 0, 0, 600, 1.35, 0.2, 0],
  ]],
};
