import { unknown } from '../errors.js';
import { currentOf, nextVisit } from '../phases.js';
import { bad, oneOf } from '../read.js';
import { MINUTE, dosesOf, dwelling, momentOf } from '../time.js';
import type { Session } from '../types.js';
import { draft, typed, type Rows } from './command.js';
import { comeBack, enter, opening } from './steps.js';

/** What can be done to an infusion. */
export const change = oneOf('ended', 'paused', 'resumed', 'rate');

/** A name would find a member of the list, too. */
const doseAt = (session: Session, index: number) => (Number.isInteger(index) ? dosesOf(session)[index] : undefined);

/** What is done to an infusion cannot come before it. */
export function mustFollow(dose: number, change: number): void {
  if (change < dose) throw bad('The time', 'one that leaves what was done to a dose after it');
}

/** What is given, and when. */
export const doses: Rows<'dose' | 'doseChange' | 'endDwell' | 'given'> = {
  dose: [
    'poce',
    (session, now, options) => {
      const t = momentOf(session, now, options);
      const { status, protocol } = session;
      const { dwell } = protocol;
      const index = session.doses.length;
      const opens = status === 'prepared' ? opening(session, now.t) : [];
      // The first phase is before the dose: the first dose ends it, unless someone has moved on already.
      const enters = !dosesOf(session).length && status !== 'closing' && !currentOf(session)?.index;
      return [
        ...opens,
        ...(status === 'ended' ? [draft('reopened', { why: 'dose' }), ...comeBack(session)] : []),
        ...(dwell?.last === false ? dwelling(session).map((each) => draft('dwell-ended', { dose: each.index })) : []),
        typed('dosed', { index, t }, options),
        ...(enters ? enter(session, 1, t, 'dose', nextVisit(session) + (opens.length && 1)) : []),
        ...(dwell ? [draft('dwell-began', { dose: index, endsAt: t + dwell.minutes * MINUTE })] : []),
      ];
    },
  ],
  doseChange: [
    'poce',
    (session, now, index, what, options) => {
      const dose = doseAt(session, index);
      if (!dose) throw unknown('dose', index);
      const t = momentOf(session, now, options);
      mustFollow(dose.t, t);
      return [typed('dose-changed', { dose: dose.index, what: change(what, 'what'), t }, options)];
    },
    (session) => dosesOf(session).length,
  ],
  endDwell: [
    'poce',
    (session, _, nth, how) => {
      const dose = doseAt(session, nth);
      if (!dose || !dwelling(session).includes(dose)) throw unknown('dwell of dose', nth);
      return [typed('dwell-ended', { dose: dose.index }, { how })];
    },
    (session) => dwelling(session).length,
  ],
  given: ['poce', (session, now, what) => [typed('given', { t: momentOf(session, now, what) }, what)]],
};
