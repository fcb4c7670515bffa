import { restart } from './schedules.js';
import { dosesOf, zeroOf } from './time.js';
import type { EntryOf, Session } from './types.js';

/** What a correction changes in the state, by the type of the entry it corrects. The original stays in the journal. */
export function amendments(session: Session, entry: Omit<EntryOf<'amended'>, 'private'>): Partial<Session> {
  const { of, t, void: voided, what } = entry.data;
  const target = session.journal[of];
  const moved = t === undefined ? {} : { t, at: entry.at + (t - entry.t) / session.pace };
  switch (target?.type) {
    case 'dosed':
      return amendDose(session, target.data.index, entry.t, { ...moved, ...(voided && { void: true }) });

    case 'dose-changed': {
      // The changes of a dose are kept in the order of their entries: find this one among them.
      const nth = session.journal
        .slice(0, of)
        .filter((each) => each.type === 'dose-changed' && each.data.dose === target.data.dose).length;
      return {
        doses: session.doses.map((dose) => {
          if (dose.index !== target.data.dose) return dose;
          const changes = dose.changes.map((each, i) =>
            i === nth ? { ...each, ...moved, ...(what && { what }), ...(voided && { void: true }) } : each,
          );
          return { ...dose, changes, endedAt: changes.findLast(ends)?.t ?? null };
        }),
      };
    }

    case 'dwell-ended':
      return voided
        ? { dwells: session.dwells.map((each) => (each.dose === target.data.dose ? { ...each, done: false } : each)) }
        : {};

    case 'check-in-answered':
    case 'check-in-skipped':
    case 'check-in-deferred':
      return voided
        ? {
            checkIns: session.checkIns.map((each) =>
              each.id !== target.data.id
                ? each
                : {
                    ...each,
                    until: null,
                    status:
                      (session.status === 'ended' && (each.lapsesAt === null || each.byEnd)) ||
                      (each.lapsesAt !== null && each.lapsesAt <= entry.t)
                        ? 'lapsed'
                        : 'due',
                  },
            ),
          }
        : {};

    case 'marked':
      return {
        marks: session.marks.flatMap((mark) =>
          mark.seq !== of ? [mark] : voided ? [] : [{ ...mark, ...moved }],
        ),
      };

    default:
      return {};
  }
}

const ends = (change: { what: string; void?: boolean }) => change.what === 'ended' && !change.void;

/** A corrected dose: what counts from it moves along, what is past and done stays. */
function amendDose(
  session: Session,
  index: number,
  now: number,
  change: { t?: number; at?: number; void?: true },
): Partial<Session> {
  const was = session.doses.find((dose) => dose.index === index);
  const doses = session.doses.map((dose) => (dose.index === index ? { ...dose, ...change } : dose));
  const after = { ...session, doses };
  const [before, zero] = [zeroOf(session), zeroOf(after)];
  const delta = before !== null && zero !== null ? zero - before : 0;
  const shift = (change.t ?? was?.t ?? 0) - (was?.t ?? 0);
  return {
    doses,
    dwells: session.dwells
      .filter((dwell) => !(change.void && dwell.dose === index))
      .map((dwell) => (dwell.dose === index ? { ...dwell, endsAt: dwell.endsAt + shift } : dwell)),
    visits: moveVisits(session, delta),
    schedules: session.schedules.map((each) =>
      typeof each.from === 'number' ? each : { ...each, begun: Math.max(each.begun, now) },
    ),
    // With the last dose gone the schedules wait for the next one.
    ...(dosesOf(after).length ? {} : { schedules: restart(after, 'first', now) }),
  };
}

/** The phase that the first dose began follows time zero; of a later one only the planned end does. */
function moveVisits({ visits }: Session, delta: number): Session['visits'] {
  const current = visits.at(-1);
  if (!delta || !current) return visits;
  const enteredAt = current.byDose ? current.enteredAt + delta : current.enteredAt;
  const endsAt = current.endsAt === null ? null : Math.max(enteredAt, current.endsAt + delta);
  return [
    ...visits.slice(0, -1).map((visit) => ({ ...visit, enteredAt: Math.min(visit.enteredAt, enteredAt) })),
    { ...current, enteredAt, endsAt },
  ];
}
