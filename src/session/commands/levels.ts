import { bad, secret } from '../check.js';
import type { Draft, Intensity, Session } from '../types.js';
import { draft, type Row, type Rows } from './command.js';
import { comeBack } from './span.js';

/** One step of volume is 3 dB; volume v is 40 log10 v dB. */
const STEP = 10 ** (3 / 40);

/** A volume within its range, 0.1 to 1. */
export const clampVolume = (volume: number): number => Math.min(1, Math.max(0.1, volume));

/** The volume a step leads to: 1 is louder, -1 quieter. */
export const stepVolume = (volume: number, by: 1 | -1): number => clampVolume(volume * STEP ** by);

const toVolume = ({ volume: from }: Session, to: number, why: string): Draft[] =>
  to === from ? [] : [draft('volume-set', { from, to, why })];

const toIntensity = (by: 1 | -1, why: string): Row<'gentler'> => [
  'oc',
  ({ intensity: from }) => {
    const to = Math.min(5, Math.max(1, from + by)) as Intensity;
    return to === from ? [] : [draft('intensity-set', { from, to, why })];
  },
];

/** Silenced, or quiet since closing: `music()` brings it back. */
const hushed = ({ silenced, quiet }: Session) => !!silenced || quiet;

/** The therapist's hand on the sound. A call that changes nothing leaves nothing behind. */
export const levels: Rows<
  'quieter' | 'louder' | 'setVolume' | 'gentler' | 'fuller' | 'skip' | 'silence' | 'music' | 'speak' | 'attend' | 'away'
> = {
  quieter: ['ipoce', (session) => toVolume(session, stepVolume(session.volume, -1), 'quieter')],
  louder: ['ipoce', (session) => toVolume(session, stepVolume(session.volume, 1), 'louder')],
  setVolume: [
    'ipoce',
    (session, _, volume) => {
      if (!Number.isFinite(volume)) throw bad('the volume', 'a number from 0.1 to 1');
      return toVolume(session, clampVolume(volume), 'set');
    },
  ],
  gentler: toIntensity(-1, 'gentler'),
  fuller: toIntensity(1, 'fuller'),
  skip: [
    'oc',
    (session, { heard }) => {
      const track = heard?.track ?? session.music.plays.at(-1)?.track;
      return !track || hushed(session)
        ? []
        : [draft('track-ended', { track, position: heard?.position ?? 0, why: 'skip' })];
    },
    null,
    (session) => !hushed(session),
  ],
  // A person's silence is stronger than a device's.
  silence: [
    'oc',
    ({ silenced }) => (silenced === 'person' ? [] : [draft('silenced', { by: 'person' })]),
    null,
    (session) => !hushed(session),
  ],
  music: [
    'oc',
    (session) => (hushed(session) ? [draft('music-restored', { by: 'person' }), ...comeBack(session)] : []),
    null,
    (session) => hushed(session),
  ],
  speak: [
    'oc',
    ({ speaking }, _, on) => (speaking === !!on ? [] : [draft(on ? 'speaking-began' : 'speaking-ended', {})]),
  ],
  attend: [
    'oc',
    (session, _, on) =>
      session.attending === !!on
        ? []
        : on
          ? [draft('attended', {})]
          : [draft('attend-ended', {}), ...comeBack(session)],
  ],
  away: [
    'oc',
    (session, _, on, reason) =>
      session.away === !!on
        ? []
        : on
          ? [draft('stepped-out', {}, secret('check-in-skipped', { reason }))]
          : [draft('returned', {}), ...comeBack(session)],
  ],
};
