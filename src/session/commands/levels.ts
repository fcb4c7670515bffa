import { bad } from '../check.js';
import type { Decide } from '../decide.js';
import type { Draft, Intensity, Session } from '../types.js';
import { texts } from '../check.js';
import { comeBack } from './span.js';
import { draft } from './drafts.js';

/** One step of volume is 3 dB; volume v is 40 log10 v dB. */
const STEP = 10 ** (3 / 40);

/** A volume within its range, 0.1 to 1. */
export const clampVolume = (volume: number): number => Math.min(1, Math.max(0.1, volume));

/** The volume a step leads to: 1 is louder, -1 quieter. */
export const stepVolume = (volume: number, by: 1 | -1): number => clampVolume(volume * STEP ** by);

const toVolume = (session: Session, to: number, why: string): Draft[] =>
  to === session.volume ? [] : [draft('volume-set', { from: session.volume, to, why })];

const toIntensity = (session: Session, by: 1 | -1, why: string): Draft[] => {
  const from = session.intensity;
  const to = Math.min(5, Math.max(1, from + by)) as Intensity;
  return to === from ? [] : [draft('intensity-set', { from, to, why })];
};

type Level =
  | 'quieter' | 'louder' | 'setVolume' | 'gentler' | 'fuller' | 'skip' | 'silence' | 'music' | 'speak' | 'attend' | 'away';

/** The therapist's hand on the sound. A call that changes nothing leaves nothing behind. */
export const levels: { [N in Level]: Decide<N> } = {
  quieter: (session) => toVolume(session, stepVolume(session.volume, -1), 'quieter'),
  louder: (session) => toVolume(session, stepVolume(session.volume, 1), 'louder'),
  setVolume(session, _now, volume) {
    if (!Number.isFinite(volume)) throw bad('the volume', 'a number from 0.1 to 1');
    return toVolume(session, clampVolume(volume), 'set');
  },
  gentler: (session) => toIntensity(session, -1, 'gentler'),
  fuller: (session) => toIntensity(session, 1, 'fuller'),
  skip(session, now) {
    const track = now.heard?.track ?? session.music.plays.at(-1)?.track;
    return track ? [draft('track-ended', { track, position: now.heard?.position ?? 0, why: 'skip' })] : [];
  },
  silence: () => [draft('silenced', { by: 'person' })],
  music: (session) => [draft('music-restored', { by: 'person' }), ...comeBack(session)],
  speak: (session, _now, on) =>
    session.speaking === !!on ? [] : [draft(on ? 'speaking-began' : 'speaking-ended', {})],
  attend: (session, _now, on) =>
    session.attending === !!on ? [] : [draft(on ? 'attended' : 'attend-ended', {}), ...(on ? [] : comeBack(session))],
  away: (session, _now, on, reason) =>
    session.away === !!on
      ? []
      : on
        ? [draft('stepped-out', {}, texts({ reason }, 'reason'))]
        : [draft('returned', {}), ...comeBack(session)],
};
