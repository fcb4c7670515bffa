import { StillroomError, unknown } from '../errors.js';
import { kind } from '../private.js';
import { number } from '../read.js';
import { checkInOf } from '../schedules.js';
import { MINUTE, momentOf } from '../time.js';
import type { PlannedCheckIn, Session } from '../types.js';
import { draft, typed, type Rows } from './command.js';

/** The check-in with this id, unless its status refuses. */
function find(session: Session, id: string, ...refused: PlannedCheckIn['status'][]): PlannedCheckIn {
  const found = checkInOf(session, id);
  if (!found) throw unknown('check-in due', id);
  if (refused.includes(found.status))
    throw new StillroomError('not-now', `“${id}” is ${found.status}; what is written can be corrected with amend.`);
  return found;
}

/** Answers to what was asked, in time or late, and what nobody asked for. */
export const checkIns: Rows<'checkIn' | 'skipCheckIn' | 'laterCheckIn' | 'record'> = {
  checkIn: [
    'poce',
    (session, now, id, answer, when) => {
      const asked = find(session, id, 'answered');
      return [typed('check-in-answered', { id, t: momentOf(session, now, when) }, { answer }, asked)];
    },
  ],
  skipCheckIn: [
    'poce',
    (session, _, id, reason) => {
      find(session, id, 'answered', 'skipped');
      return [typed('check-in-skipped', { id }, { reason })];
    },
  ],
  laterCheckIn: [
    'poce',
    (session, { t }, id, minutes = 5) => {
      find(session, id, 'answered', 'skipped', 'lapsed');
      return [draft('check-in-deferred', { id, until: t + number(1, 120)(minutes, 'minutes') * MINUTE })];
    },
  ],
  record: [
    'poce',
    (session, now, what, answer, when) => {
      const asked = { kind: kind(what, 'kind') };
      return [typed('recorded', { ...asked, t: momentOf(session, now, when) }, { answer }, asked)];
    },
  ],
};
