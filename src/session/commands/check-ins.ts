import { answerTo, number, texts } from '../check.js';
import { StillroomError } from '../errors.js';
import type { Decide } from '../decide.js';
import { planned } from '../phases.js';
import { MINUTE, momentOf } from '../time.js';
import type { PlannedCheckIn, Session } from '../types.js';
import { draft } from './drafts.js';

/** The check-in with this id, in one of these statuses. */
function find(session: Session, id: string, ...statuses: PlannedCheckIn['status'][]): PlannedCheckIn {
  const found = session.checkIns.find((each) => each.id === id);
  if (!found) throw new StillroomError('unknown', `There is no check-in “${id}”, or it is not due yet.`);
  if (!statuses.includes(found.status))
    throw new StillroomError('not-now', `“${id}” is ${found.status}. An answer can be corrected with amend.`);
  return found;
}

/** Answers to what was asked, in time or late, and what nobody asked for. */
export const checkIns: { [N in 'checkIn' | 'skipCheckIn' | 'laterCheckIn' | 'record']: Decide<N> } = {
  checkIn(session, now, id, answer, when) {
    const { kind } = find(session, id, 'due', 'deferred', 'lapsed', 'skipped');
    const options = planned(session.protocol, id)?.options;
    return [
      draft('check-in-answered', { id, t: momentOf(session, now, when) }, { answer: answerTo(kind, answer, options) }),
    ];
  },

  skipCheckIn(session, _now, id, reason) {
    find(session, id, 'due', 'deferred', 'lapsed');
    return [draft('check-in-skipped', { id }, texts({ reason }, 'reason'))];
  },

  laterCheckIn(session, now, id, minutes = 5) {
    find(session, id, 'due', 'deferred');
    return [draft('check-in-deferred', { id, until: now.t + number(minutes, 'minutes', 1, 120) * MINUTE })];
  },

  record: (session, now, kind, answer, when) => {
    const given = answerTo(kind, answer);
    return [draft('recorded', { kind, t: momentOf(session, now, when) }, { answer: given })];
  },
};
