import { MINUTE, zeroOf } from './time.js';
import type { CheckInPlan, Intensity, PhaseWhy, Protocol, Session } from './types.js';

/** No automatic change of phase rises above this intensity. */
const RISES_TO = 4;

/** The check-in plan an id such as `look@30~2` belongs to. */
export const planned = (protocol: Protocol, id: string): CheckInPlan | undefined =>
  protocol.checkIns.find((plan) => plan.id === id.split('@')[0]);

/**
 * Where the plan stands at a minute since the dose: the phase, and the minutes its place in the plan spans. The first
 * phase is before the dose. An open-ended phase lasts until it is left.
 */
export function phaseAt(protocol: Protocol, minute: number): { index: number; from: number; to: number | null } {
  const { phases } = protocol;
  let from = 0;
  for (let index = Math.min(1, phases.length - 1); ; index++) {
    const minutes = phases[index]?.minutes ?? null;
    const to = minutes === null ? null : from + minutes;
    if (to === null || minute < to || index >= phases.length - 1) return { index, from, to };
    from = to;
  }
}

/** When a visit begins and is planned to end. One begun by a change of protocol ends where its plan says. */
export function visitTimes(session: Session, index: number, t: number, why: PhaseWhy) {
  const minutes = session.protocol.phases[index]?.minutes ?? null;
  const zero = zeroOf(session);
  let endsAt = minutes === null ? null : t + minutes * MINUTE;
  if (why === 'change' && zero !== null && endsAt !== null) {
    const plan = phaseAt(session.protocol, (t - zero) / MINUTE);
    if (plan.index === index && plan.to !== null) endsAt = Math.max(t, zero + plan.to * MINUTE);
  }
  return { enteredAt: t, endsAt };
}

/**
 * The intensity on entering a phase: its own, when a person asked for it. By itself it never rises above 4, and while
 * nobody hears the music (silent, speaking, attending, away) it may fall but not rise.
 */
export function intensityOn(session: Session, index: number, asked: boolean): Intensity {
  const own = session.protocol.phases[index]?.intensity ?? 1;
  const quiet = session.silenced || session.speaking || session.attending || session.away;
  const most = quiet ? session.intensity : asked ? own : RISES_TO;
  return Math.min(own, Math.max(most, 1)) as Intensity;
}

/** The intensity music comes back at: the gentlest of what suits the phase, never above what it was. */
export function gentlest({ protocol, playlist, visits, intensity }: Session): Intensity {
  const phase = protocol.phases[visits.at(-1)?.index ?? 0];
  const tagged = playlist.tracks.flatMap((track) =>
    track.intensity && phase && track.phases.includes(phase.id) ? track.intensity : [],
  );
  return Math.max(1, Math.min(intensity, (phase?.intensity ?? 1) - 1, ...tagged)) as Intensity;
}
