export type SoundscapeName = 'hush' | 'tide' | 'current' | 'deep' | 'vault' | 'drift' | 'shore';

/** A choir of voices that share a timbre, a register and a way of coming and going. A voice sings one note at a time. */
export type Layer = readonly [
  /** 0: noise. Above: harmonics fall off as 1/n^timbre. Below: only octaves do, as n^timbre, like glass. */
  timbre: number,
  voices: number,
  /** Octaves above C3. */
  octave: number,
  /** Mean time from one note of a voice to its next, s; the voices of a layer take turns within it. */
  length: number,
  /** Share of that time in which it may rest. */
  rest: number,
  /** Share of the length in which it rises; never under 300 ms. */
  attack: number,
  /** Shape of its fall: 1 straight, higher: sooner. */
  fall: number,
  level: number,
  /** Steps through the chord: 0 rests on its root, 1 climbs, more wanders. */
  leap?: number,
  /** Intensity from which its first voice begins to be heard; it is whole one step later. 0: always. */
  gate?: number,
  /** Further steps of intensity for each further voice. */
  spread?: number,
];

/** What the voices share. */
export type Room = readonly [
  /** Mean length of a chord, s. */
  chordSeconds: number,
  /** Time in which the hall fades by 60 dB, s; Hz above which it grows dark; share of the tones sent into it. */
  hallSeconds: number,
  hallShade: number,
  send: number,
  /** Cut-off of all tones at intensity 1, Hz, and its growth with each step. */
  cutoff: number,
  growth: number,
  /** Centre of the noise between two of its swells, the same way. */
  water: number,
  waterGrowth: number,
];

export type Table = readonly [
  /** Chords as degrees of the scale above C3 in base 36, lowest first. D is just with neither F nor A, so no two neighbours hold both. */
  chords: string,
  room: Room,
  /** Level at intensity 1 and 5, dB, so that `npm run playlists -- --check` finds about −23.5 and −22.3 LUFS. */
  trims: readonly [number, number],
  layers: readonly Layer[],
];

export const tables: Record<SoundscapeName, Table> = {
  // Before: an open sky, hardly a change.
  hush: [
    '0479 0489 047b 37ac',
    [50, 9, 2500, 0.6, 420, 1.35, 350, 1.3],
    [-23.6, -23.5],
    [
      [3, 2, -1, 44, 0, 0.4, 0.6, 0.5],
      [2, 5, 0, 40, 0, 0.4, 0.6, 0.5, 3],
      [2, 3, 1, 32, 0.2, 0.4, 0.6, 0.3, 3, 1, 1.2],
      [0, 2, 0, 22, 0.1, 0.4, 0.6, 0.3],
    ],
  ],
  // Onset: surf far off that breathes, and a pad that comes and goes with it.
  tide: [
    '37ac 0479 579b 37be',
    [36, 7, 3000, 0.6, 480, 1.4, 380, 1.35],
    [-24.5, -24.4],
    [
      [3, 2, -1, 32, 0, 0.4, 0.6, 0.7],
      [1.8, 4, 0, 28, 0.1, 0.4, 0.6, 0.6, 3],
      [2, 3, 1, 21, 0.3, 0.4, 0.6, 0.35, 2, 1, 1.2],
      [0, 3, 0, 17, 0.2, 0.42, 1.3, 0.7],
    ],
  ],
  // Build: slow steps upwards that never arrive.
  current: [
    '0479 468b 047b 579b 37ac',
    [26, 6, 3500, 0.6, 560, 1.4, 450, 1.4],
    [-22.1, -22.6],
    [
      [2.6, 2, -1, 26, 0, 0.4, 0.6, 0.7],
      [1.7, 4, 0, 22, 0.1, 0.4, 0.6, 0.5, 2],
      [1.8, 4, 1, 10, 0.3, 0.2, 1.5, 0.5, 1, 0, 1],
      [0, 2, 0, 12, 0.2, 0.45, 1, 0.35, 0, 0.5],
    ],
  ],
  // Peak: low, wide and grave; few changes.
  deep: [
    '59bc 37bc 59be 269b 47be',
    [44, 10, 2000, 0.6, 330, 1.4, 220, 1.4],
    [-25.9, -25.7],
    [
      [2, 2, -2, 40, 0, 0.4, 0.6, 0.7],
      [1.8, 5, -1, 36, 0.1, 0.4, 0.6, 0.6, 3],
      [1.8, 3, 0, 27, 0.3, 0.4, 0.6, 0.4, 2, 1, 1],
      [0, 2, 0, 19, 0.15, 0.45, 1.2, 0.5, 0, 0.5],
    ],
  ],
  // Peak: the same depth seen from below a high roof.
  vault: [
    '0479 468d 0489 269b 579b 37ac',
    [38, 12, 3500, 1, 520, 1.4, 700, 1.35],
    [-28.9, -28],
    [
      [2.4, 2, -1, 38, 0, 0.4, 0.6, 0.7],
      [-1.2, 4, 0, 33, 0.1, 0.4, 0.6, 0.5, 3],
      [-1.2, 4, 1, 27, 0.3, 0.4, 1.2, 0.35, 2, 0.7, 1],
      [0, 2, 0, 20, 0.15, 0.4, 0.6, 0.3, 0, 1],
    ],
  ],
  // Return: a few soft bells over very little.
  drift: [
    '579b 0479 37ac 047b 579c',
    [34, 8, 4500, 0.8, 700, 1.35, 500, 1.3],
    [-26.5, -25.8],
    [
      [2.4, 2, -1, 34, 0, 0.4, 0.6, 0.6],
      [2.4, 4, 0, 33, 0.1, 0.4, 0.6, 0.5, 3],
      [-2, 3, 1, 15, 0.4, 0.07, 3, 0.8, 4, 0, 1.3],
      [-3, 2, 2, 19, 0.4, 0.06, 3, 0.4, 3, 1.5, 1.5],
      [0, 2, 0, 16, 0.15, 0.4, 0.6, 0.3],
    ],
  ],
  // Integration: light on water, warm and open.
  shore: [
    '0479 468b 0489 047b 37ac 379c',
    [28, 5, 5000, 0.5, 700, 1.35, 600, 1.35],
    [-20.6, -21],
    [
      [2.4, 2, -1, 28, 0, 0.4, 0.6, 0.7],
      [1.6, 4, 0, 25, 0.1, 0.4, 0.6, 0.5, 2],
      [-1.7, 4, 1, 11, 0.4, 0.08, 2.5, 0.6, 2, 0, 1],
      [0, 2, 0, 12, 0.15, 0.4, 1.4, 0.35],
    ],
  ],
};
