import { kindOf, number, secret, unknown } from '../check.js';
import { StillroomError } from '../errors.js';
import { planned } from '../schedules.js';
import { MINUTE, momentOf } from '../time.js';
import type { PlannedCheckIn, Session } from '../types.js';
import { draft, type Rows } from './command.js';

/** The check-in with this id, unless its status refuses. */
function find({ checkIns }: Session, id: string, ...refused: PlannedCheckIn['status'][]): PlannedCheckIn {
  const found = checkIns.find((each) => each.id === id);
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
      const { kind } = find(session, id, 'answered');
      const asked = { kind, options: planned(session.protocol, id)?.options };
      const t = momentOf(session, now, when);
      return [draft('check-in-answered', { id, t }, secret('check-in-answered', { answer }, asked))];
    },
  ],
  skipCheckIn: [
    'poce',
    (session, _, id, reason) => {
      find(session, id, 'answered', 'skipped');
      return [draft('check-in-skipped', { id }, secret('check-in-skipped', { reason }))];
    },
  ],
  laterCheckIn: [
    'poce',
    (session, { t }, id, minutes = 5) => {
      find(session, id, 'answered', 'skipped', 'lapsed');
      return [draft('check-in-deferred', { id, until: t + number(minutes, 'minutes', 1, 120) * MINUTE })];
    },
  ],
  record: [
    'poce',
    (session, now, kind, answer, when) => [
      draft(
        'recorded',
        { kind: kindOf(kind), t: momentOf(session, now, when) },
        secret('recorded', { answer }, { kind }),
      ),
    ],
  ],
};
