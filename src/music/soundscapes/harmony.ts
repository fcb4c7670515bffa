/** Just intonation above C3 = 132 Hz, the same in every soundscape, so that they agree while one fades into the next. */
const SCALE = [1, 9 / 8, 5 / 4, 4 / 3, 3 / 2, 5 / 3, 15 / 8];
const C3 = 132;

/** The pitch of a degree of the scale, in base 36, so many octaves above where it stands, Hz. */
export function pitchOf(digit: string, octave: number): number {
  const degree = parseInt(digit, 36);
  return C3 * 2 ** (octave + ((degree / 7) | 0)) * SCALE[degree % 7]!;
}

/**
 * A walk through the chords, mostly onwards, now and then a step back.
 * @param names degrees in base 36, a chord a word
 * @param seconds mean length of a chord
 * @returns the chord at a time not before the walk begins; its degrees, lowest first
 */
export function createHarmony(names: string, seconds: number, begins: number, random: () => number) {
  const chords = names.split(' ');
  const changes: { at: number; chord: string }[] = [];
  let place = 0;
  let known = -Infinity;
  return (time: number): string => {
    while (known <= time) {
      changes.push({ at: known, chord: chords[place]! });
      place = (place + (random() < 0.75 ? 1 : chords.length - 1)) % chords.length;
      known = Math.max(known, begins) + seconds * (0.7 + 0.6 * random());
    }
    return changes.findLast((change) => change.at <= time)!.chord;
  };
}
