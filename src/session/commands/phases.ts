import { unknown } from '../errors.js';
import { currentOf } from '../phases.js';
import { number } from '../read.js';
import { draft, type Rows } from './command.js';
import { enter } from './steps.js';

/** Longest extension of a phase, minutes. */
const LONGEST = 240;

/** Where the session stands in its plan. */
export const phases: Rows<'next' | 'goTo' | 'stay' | 'goOn' | 'extend'> = {
  next: [
    'o',
    (session, { t }) => enter(session, currentOf(session)!.index + 1, t, 'next'),
    (session) => session.protocol.phases[currentOf(session)!.index + 1],
  ],
  goTo: [
    'o',
    (session, { t }, id) => {
      const index = session.protocol.phases.findIndex((phase) => phase.id === id);
      if (index < 0) throw unknown('phase', id);
      return index === currentOf(session)!.index ? [] : enter(session, index, t, 'goTo');
    },
  ],
  stay: [
    'o',
    (session) => {
      const { stayed, phase } = currentOf(session)!;
      return stayed ? [] : [draft('stayed', { phase })];
    },
  ],
  goOn: [
    'o',
    (session, { t }) => {
      const { stayed, phase, index, endsAt } = currentOf(session)!;
      const over = endsAt <= (session.heldSince ?? t);
      return stayed ? [draft('went-on', { phase }), ...(over ? enter(session, index + 1, t, 'time') : [])] : [];
    },
  ],
  extend: [
    'o',
    (session, _, minutes) => [
      draft('extended', { phase: currentOf(session)!.phase, minutes: number(1, LONGEST)(minutes, 'minutes') }),
    ],
    (session) => currentOf(session)!.endsAt < Infinity,
  ],
};
