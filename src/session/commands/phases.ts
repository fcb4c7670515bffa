import { nextVisit } from '../agenda.js';
import { number } from '../check.js';
import { StillroomError } from '../errors.js';
import type { Decide } from '../decide.js';
import type { Draft, PhaseWhy, Session } from '../types.js';
import { draft } from './drafts.js';

/** Longest extension of a phase, minutes. */
const LONGEST = 240;

const enter = (session: Session, index: number, t: number, why: PhaseWhy): Draft[] => {
  const phase = session.protocol.phases[index];
  return phase ? [draft('phase-entered', { phase: phase.id, index, visit: nextVisit(session), t, why })] : [];
};

/** Where the session stands in its plan. */
export const phases: { [N in 'next' | 'goTo' | 'stay' | 'goOn' | 'extend']: Decide<N> } = {
  next: (session, now) => enter(session, (session.visits.at(-1)?.index ?? -1) + 1, now.t, 'next'),

  goTo(session, now, phaseId) {
    const index = session.protocol.phases.findIndex(({ id }) => id === phaseId);
    if (index < 0) throw new StillroomError('unknown', `There is no phase “${phaseId}” in this protocol.`);
    return index === session.visits.at(-1)?.index ? [] : enter(session, index, now.t, 'goTo');
  },

  stay: (session) => [draft('stayed', { phase: session.visits.at(-1)!.phase })],

  goOn(session, now) {
    const visit = session.visits.at(-1)!;
    const over = visit.endsAt !== null && visit.endsAt <= now.t;
    return [draft('went-on', { phase: visit.phase }), ...(over ? enter(session, visit.index + 1, now.t, 'time') : [])];
  },

  extend: (session, _now, minutes) => [
    draft('extended', { phase: session.visits.at(-1)!.phase, minutes: number(minutes, 'minutes', 1, LONGEST) }),
  ],
};
