import { secret } from '../private.js';
import { bad } from '../read.js';
import { hushed } from '../sound.js';
import type { Session } from '../types.js';
import { draft, type Row, type Rows } from './command.js';
import { comeBack, level, restore } from './steps.js';

/** One step of volume is 3 dB; volume v is 40 log10 v dB. */
const STEP = 10 ** (3 / 40);

/** A volume within its range, 0.1 to 1. @throws `bad-value` for what is no number */
export function clampVolume(volume: number): number {
  if (!Number.isFinite(volume)) throw bad('The volume', '0.1 to 1');
  return Math.min(1, Math.max(0.1, volume));
}

/** The volume a step leads to: 1 is louder, -1 quieter. */
export const stepVolume = (volume: number, by: 1 | -1): number => clampVolume(volume * STEP ** by);

const volume = (by: 1 | -1, why: string): Row<'quieter'> => [
  'ipoce',
  ({ volume }, _, to = stepVolume(volume, by)) => level('volume-set', volume, to, why),
];

const intensity = (by: 1 | -1, why: string): Row<'gentler'> => [
  'oc',
  ({ intensity }) => level('intensity-set', intensity, Math.min(5, Math.max(1, intensity + by)), why),
];

/** Attending or away: on and off are entries of their own, and off the music comes back. */
const hold = (
  key: 'attending' | 'away',
  on: 'attended' | 'stepped-out',
  off: 'attend-ended' | 'returned',
): Row<'away'> => [
  'oc',
  (session, _, wanted, reason) =>
    session[key] === !!wanted
      ? []
      : wanted
        ? [draft(on, {}, key === 'away' ? secret('stepped-out', { reason }) : undefined)]
        : [draft(off, {}), ...comeBack(session)],
];

/**
 * The next piece is on its way, since the last has ended or failed: it is not heard yet, and cannot be skipped. One whose
 * end was taken back at once has not ended.
 */
const coming = ({ music: { playing, want, plays } }: Session) => !playing && want?.track !== plays.at(-1)?.track;

/** The therapist's hand on the sound. A call that changes nothing leaves nothing behind. */
export const levels: Rows<
  'quieter' | 'louder' | 'setVolume' | 'gentler' | 'fuller' | 'skip' | 'silence' | 'music' | 'speak' | 'attend' | 'away'
> = {
  quieter: volume(-1, 'quieter'),
  louder: volume(1, 'louder'),
  setVolume: ['ipoce', ({ volume }, _, to) => level('volume-set', volume, clampVolume(to), 'set')],
  gentler: intensity(-1, 'gentler'),
  fuller: intensity(1, 'fuller'),
  skip: [
    'oc',
    (session, { heard }) => {
      const track = heard?.track ?? session.music.plays.at(-1)?.track;
      if (!track || hushed(session) || coming(session)) return [];
      return [draft('track-ended', { track, position: heard?.position ?? 0, why: 'skip' })];
    },
  ],
  silence: [
    'oc',
    // A person's silence is stronger than a device's.
    ({ silenced }) => (silenced === 'person' ? [] : [draft('silenced', { by: 'person' })]),
  ],
  music: ['oc', (session) => (hushed(session) ? restore(session, 'person') : [])],
  speak: [
    'oc',
    ({ speaking }, _, on) => (speaking === !!on ? [] : [draft(on ? 'speaking-began' : 'speaking-ended', {})]),
  ],
  attend: hold('attending', 'attended', 'attend-ended'),
  away: hold('away', 'stepped-out', 'returned'),
};
