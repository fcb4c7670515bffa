import { nextVisit } from '../agenda.js';
import { bad, oneOf, text, texts } from '../check.js';
import { StillroomError } from '../errors.js';
import type { Decide } from '../decide.js';
import { MINUTE, dosesOf, momentOf } from '../time.js';
import { comeBack, opening } from './span.js';
import { draft } from './drafts.js';

/** What is given, and when. */
export const doses: { [N in 'dose' | 'doseChange' | 'endDwell' | 'given']: Decide<N> } = {
  dose(session, now, options) {
    const t = momentOf(session, now, options);
    const { status, protocol, visits } = session;
    const index = session.doses.length;
    const first = !dosesOf(session).length;
    // The first phase is before the dose: the first dose ends it, unless someone has moved on already.
    const second = protocol.phases[1];
    const enters = first && status !== 'closing' && second && (visits.at(-1)?.index ?? 0) === 0;
    const { dwell } = protocol;
    return [
      ...(status === 'prepared' ? opening(session, now.t, [], !enters) : []),
      ...(status === 'ended' ? [draft('reopened', { why: 'dose' }), ...comeBack(session)] : []),
      ...(dwell?.last === false
        ? session.dwells.filter(({ done }) => !done).map((rest) => draft('dwell-ended', { dose: rest.dose }))
        : []),
      draft('dosed', { index, t }, texts(options, 'route', 'amount', 'note')),
      ...(enters ? [draft('phase-entered', { phase: second.id, index: 1, visit: nextVisit(session), t, why: 'dose' })] : []),
      ...(dwell ? [draft('dwell-began', { dose: index, endsAt: t + dwell.minutes * MINUTE })] : []),
    ];
  },

  doseChange(session, now, index, what, options) {
    const dose = dosesOf(session)[index];
    if (!dose) throw new StillroomError('unknown', `There is no dose ${index}; doses count from 0.`);
    const kind = oneOf(what, 'what', ['ended', 'paused', 'resumed', 'rate']);
    const t = momentOf(session, now, options);
    if (t < dose.t) throw bad('the time', 'a moment after the dose');
    return [draft('dose-changed', { dose: dose.index, what: kind, t }, texts(options, 'note'))];
  },

  endDwell(session, _now, index, how) {
    const dose = dosesOf(session)[index];
    if (!session.dwells.some((dwell) => dwell.dose === dose?.index && !dwell.done))
      throw new StillroomError('unknown', `No dwell runs for dose ${index}.`);
    return [draft('dwell-ended', { dose: dose!.index }, { how: oneOf(how, 'how', ['spat', 'swallowed', 'other']) })];
  },

  given(session, now, what) {
    return [
      draft('given', { t: momentOf(session, now, what) }, { what: text(what?.what, 'what'), ...texts(what, 'amount') }),
    ];
  },
};
