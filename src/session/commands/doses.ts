import { CHANGES, bad, oneOf, secret, unknown } from '../check.js';
import { currentOf, nextVisit } from '../phases.js';
import { MINUTE, dosesOf, dwelling, momentOf } from '../time.js';
import { draft, type Rows } from './command.js';
import { comeBack, enter, opening } from './span.js';

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
        draft('dosed', { index, t }, secret('dosed', options)),
        ...(enters ? enter(session, 1, t, 'dose', nextVisit(session) + (opens.length && 1)) : []),
        ...(dwell ? [draft('dwell-began', { dose: index, endsAt: t + dwell.minutes * MINUTE })] : []),
      ];
    },
  ],
  doseChange: [
    'poce',
    (session, now, index, what, options) => {
      const dose = dosesOf(session)[index];
      if (!dose) throw unknown('dose', index);
      const t = momentOf(session, now, options);
      if (t < dose.t) throw bad('the time', 'a moment after the dose');
      const data = { dose: dose.index, what: oneOf(what, 'what', CHANGES), t };
      return [draft('dose-changed', data, secret('dose-changed', options))];
    },
    (session) => dosesOf(session).length,
  ],
  endDwell: [
    'poce',
    (session, _, nth, how) => {
      const dose = dosesOf(session)[nth];
      if (!dose?.dwell || dose.dwell.done) throw unknown('dwell of dose', nth);
      return [draft('dwell-ended', { dose: dose.index }, secret('dwell-ended', { how }))];
    },
    (session) => dwelling(session).length,
  ],
  given: ['poce', (session, now, what) => [draft('given', { t: momentOf(session, now, what) }, secret('given', what))]],
};
