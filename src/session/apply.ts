import { amendments } from './apply-amended.js';
import { intensityOn, planned, visitTimes } from './phases.js';
import { begin, restart } from './schedules.js';
import { MINUTE, UNDO_WITHIN, zeroOf } from './time.js';
import type { EntryOf, EntryType, PlannedCheckIn, PublicEntry, Session } from './types.js';

type Fold<T extends EntryType> = (session: Session, entry: Omit<EntryOf<T>, 'private'>) => Partial<Session>;

/** Changes the check-ins with this id. */
const checkIn = (session: Session, id: string, change: Partial<PlannedCheckIn>) => ({
  checkIns: session.checkIns.map((each) => (each.id === id ? { ...each, ...change } : each)),
});

/** Holding begins with the first of attending and away, and ends with the last: what stood still moves on by as much. */
function hold(session: Session, t: number, attending: boolean, away: boolean): Partial<Session> {
  const flags = { attending, away };
  if (attending || away) return { ...flags, heldSince: session.heldSince ?? t };
  if (session.heldSince === null) return flags;
  const from = session.heldSince;
  return {
    ...flags,
    heldSince: null,
    released: { from, to: t },
    visits: session.visits.map((visit, i) =>
      i === session.visits.length - 1 && visit.endsAt !== null
        ? { ...visit, endsAt: visit.endsAt + t - Math.max(from, visit.enteredAt) }
        : visit,
    ),
    checkIns: session.checkIns.map((each) =>
      each.status === 'due' && each.lapsesAt !== null
        ? { ...each, lapsesAt: each.lapsesAt + t - Math.max(from, each.dueAt) }
        : each,
    ),
  };
}

const playEnded = (session: Session): Partial<Session> => ({ music: { ...session.music, playing: false } });

const lastVisit = (session: Session, change: (visit: Session['visits'][number]) => object): Partial<Session> => ({
  visits: session.visits.map((visit, i) => (i === session.visits.length - 1 ? { ...visit, ...change(visit) } : visit)),
});

const folds: { [T in EntryType]?: Fold<T> } = {
  opened: (_, { t, at }) => ({ status: 'open', openedAt: { t, at } }),

  dosed: (session, { seq, data, t, at }) => {
    const first = zeroOf(session) === null;
    const after = {
      ...session,
      doses: [
        ...session.doses,
        { t: data.t, at: at + (data.t - t) / session.pace, seq, changes: [], endedAt: null, index: data.index, void: false },
      ],
    };
    return {
      doses: after.doses,
      schedules: restart(after, first ? 'first' : 'last', t),
      // What waited for the dose has its window from now on.
      checkIns: first
        ? session.checkIns.map((each) =>
            each.id.endsWith("@before") && each.lapsesAt === null ? { ...each, lapsesAt: t + each.window * MINUTE } : each,
          )
        : session.checkIns,
    };
  },

  'dose-changed': (session, { data, t, at }) => ({
    doses: session.doses.map((dose) =>
      dose.index === data.dose
        ? {
            ...dose,
            changes: [...dose.changes, { t: data.t, at: at + (data.t - t) / session.pace, what: data.what }],
            endedAt: data.what === 'ended' ? data.t : dose.endedAt,
          }
        : dose,
    ),
  }),

  'dwell-began': (session, { data, seq }) => ({ dwells: [...session.dwells, { ...data, done: false, seq }] }),

  'dwell-ended': (session, { data }) => ({
    dwells: session.dwells.map((dwell) => (dwell.dose === data.dose ? { ...dwell, done: true } : dwell)),
  }),

  amended: (session, entry) => amendments(session, entry),

  changed: (session, { data, t }) => {
    const to = { protocol: data.protocol ?? session.protocol, playlist: data.playlist ?? session.playlist };
    const music = data.playlist ? { ...session.music, plays: [], failed: [], want: null } : session.music;
    if (!data.protocol) return { ...to, music };
    const after = { ...session, ...to };
    return { ...to, music, schedules: zeroOf(session) === null ? begin(after, 'first', t) : begin(after, t, t) };
  },

  'phase-entered': (session, { data, t, cause }) => {
    const old = session.visits.findIndex((visit) => visit.visit === data.visit);
    const byDose = data.why === 'dose';
    const visits =
      old >= 0
        ? session.visits.slice(0, old + 1)
        : [
            // A dose noted late may be older than the phase it ends.
            ...session.visits.map((visit) => ({ ...visit, enteredAt: Math.min(visit.enteredAt, data.t) })),
            {
              visit: data.visit,
              phase: data.phase,
              index: data.index,
              ...visitTimes(session, data.index, data.t, data.why),
              stayed: false,
              byDose,
            },
          ];
    // Held already: only what lies ahead of now is held.
    return {
      visits,
      intensity: intensityOn(session, data.index, cause === 'person' && !byDose),
      heldSince: session.heldSince === null ? null : Math.max(session.heldSince, Math.min(t, data.t)),
    };
  },

  stayed: (session) => lastVisit(session, () => ({ stayed: true })),
  'went-on': (session) => lastVisit(session, () => ({ stayed: false })),
  extended: (session, { data }) =>
    lastVisit(session, ({ endsAt }) => ({ endsAt: endsAt === null ? null : endsAt + data.minutes * MINUTE })),

  'track-started': (session, { data, t }) => ({
    music: {
      ...session.music,
      want: null,
      playing: true,
      plays: [...session.music.plays, { ...data, t, phase: session.visits.at(-1)?.phase ?? '' }],
    },
  }),
  'track-ended': playEnded,
  'track-failed': (session, { data }) => ({
    music: { ...session.music, playing: false, want: null, failed: [...session.music.failed, data.track] },
  }),
  'fallback-began': (session, { data }) => ({ music: { ...session.music, fallback: data.soundscape } }),
  'fallback-ended': (session) => ({ music: { ...session.music, fallback: null } }),
  'volume-set': (_, { data }) => ({ volume: data.to }),
  'intensity-set': (_, { data }) => ({ intensity: data.to }),
  silenced: (_, { data }) => ({ silenced: data.by }),
  'music-restored': () => ({ silenced: null, quiet: false }),
  'speaking-began': () => ({ speaking: true }),
  'speaking-ended': () => ({ speaking: false }),
  attended: (session, { t }) => hold(session, t, true, session.away),
  'attend-ended': (session, { t }) => hold(session, t, false, session.away),
  'stepped-out': (session, { t }) => hold(session, t, session.attending, true),
  returned: (session, { t }) => hold(session, t, session.attending, false),

  'check-in-due': (session, { data }) => {
    const known = session.checkIns.find((each) => each.id === data.id);
    const due = { dueAt: data.t, lapsesAt: data.lapsesAt, until: null, status: 'due' as const, byEnd: false };
    if (known) return checkIn(session, data.id, due);
    const plan = planned(session.protocol, data.id);
    const { id, kind, ask } = data;
    return {
      checkIns: [...session.checkIns, { id, plan: plan?.id ?? id, kind, ask, window: plan?.window ?? 10, ...due }],
    };
  },
  'check-in-answered': (session, { data }) => checkIn(session, data.id, { status: 'answered' }),
  'check-in-skipped': (session, { data }) => checkIn(session, data.id, { status: 'skipped' }),
  'check-in-deferred': (session, { data }) => checkIn(session, data.id, { status: 'deferred', until: data.until }),
  'check-in-lapsed': (session, { data, cause }) =>
    checkIn(session, data.id, { status: 'lapsed', byEnd: cause === 'person' }),

  marked: (session, { data, seq, t, at }) => ({
    marks: [...session.marks, { t: data.t, at: at + (data.t - t) / session.pace, seq, track: data.track }],
  }),

  undone: (session, { data }) => {
    const of = session.journal[data.of];
    const want = of?.type === 'track-ended' ? { track: of.data.track, position: of.data.position } : session.music.want;
    return { music: { ...session.music, want } };
  },

  slept: (_, { data }) => ({ doubt: data.certain ? null : { from: data.from, to: data.to } }),
  'clock-stepped': (session, { data, t }) => (data.by > 0 && session.doubt ? giveBack(session, session.doubt, t) : {}),

  'closing-began': (_, { t }) => ({ status: 'closing', closedAt: t, quiet: true }),
  'closing-ticked': (session, { data }) => ({
    ticked: [...session.ticked.filter((item) => item !== data.item), ...(data.done ? [data.item] : [])],
  }),
  ended: (session, { t, at }) => ({
    status: 'ended',
    before: session.status === 'closing' ? 'closing' : 'open',
    endedAt: { t, at },
  }),
  reopened: (session, { data, t }) => {
    const status = data.why === 'undo' ? session.before : 'open';
    return {
      status,
      endedAt: null,
      quiet: status === 'closing' && session.quiet,
      schedules: session.schedules.map((each) => ({ ...each, begun: t })),
      checkIns: session.checkIns.map((each) =>
        each.byEnd && (each.lapsesAt === null || each.lapsesAt > t)
          ? { ...each, status: each.until === null ? 'due' : 'deferred', byEnd: false }
          : each,
      ),
    };
  },
};

/** Takes a leap of the clock that was no sleep out of every time before it. */
function giveBack(session: Session, { from, to }: { from: number; to: number }, now: number): Partial<Session> {
  const move = <T extends number | null>(t: T) => (t === null ? t : t <= from ? t + to - from : Math.max(t, to)) as T;
  return {
    doubt: null,
    doses: session.doses.map((dose) => ({ ...dose, t: move(dose.t), endedAt: move(dose.endedAt) })),
    dwells: session.dwells.map((dwell) => ({ ...dwell, endsAt: dwell.endsAt + to - from })),
    // A planned end lies ahead: it moves by the whole leap.
    visits: session.visits.map((visit) => ({
      ...visit,
      enteredAt: move(visit.enteredAt),
      endsAt: visit.endsAt === null ? null : visit.endsAt + to - from,
    })),
    schedules: session.schedules.map((each) => ({
      ...each,
      from: typeof each.from === 'number' ? move(each.from) : each.from,
      begun: now,
    })),
    openedAt: session.openedAt && { ...session.openedAt, t: move(session.openedAt.t) },
  };
}

/** What `undo` can take back, told from the entry a command left behind. */
const undoable = (entry: PublicEntry): boolean => {
  if (entry.cause !== 'person') return false;
  switch (entry.type) {
    case 'phase-entered':
      return entry.data.why === 'next' || entry.data.why === 'goTo';
    case 'intensity-set':
      return entry.data.why === 'gentler' || entry.data.why === 'fuller';
    case 'track-ended':
      return entry.data.why === 'skip';
    default:
      return /^(dosed|stayed|went-on|extended|silenced|music-restored|speaking-.*|marked|check-in-(answered|skipped|deferred)|ended)$/.test(
        entry.type,
      );
  }
};

/** The session after one more entry. Pure; an entry of an unknown type changes nothing but the journal. */
export function apply(session: Session | null, entry: PublicEntry): Session {
  if (!session) return prepared(entry);
  const fold = folds[entry.type] as Fold<EntryType> | undefined;
  const undone = session.journal.at(-1);
  return {
    ...session,
    ...fold?.(session, entry as never),
    journal: [...session.journal, entry],
    t: Math.max(session.t, entry.t),
    anchor: { t: entry.t, at: entry.at },
    // What follows `undone` in the same call is the inverse, and there is no undo of an undo.
    undoable:
      entry.type === 'undone'
        ? null
        : undoable(entry) && !(entry.cmd !== undefined && undone?.cmd === entry.cmd && undoing(session, entry.cmd))
          ? { seq: entry.seq, type: entry.type, cmd: entry.cmd, t: entry.t + UNDO_WITHIN * session.pace }
          : session.undoable,
  };
}

const undoing = (session: Session, cmd: string) =>
  session.journal.slice(-8).some((entry) => entry.type === 'undone' && entry.cmd === cmd);

function prepared(entry: PublicEntry): Session {
  if (entry.type !== 'prepared') throw new Error('A journal begins with `prepared`.');
  const { protocol, playlist, seed, pace, volume } = entry.data;
  const none = { from: 0, to: 0 };
  const session: Session = {
    id: entry.session,
    status: 'prepared',
    before: 'open',
    journal: [entry],
    t: entry.t,
    anchor: { t: entry.t, at: entry.at },
    protocol,
    playlist,
    seed,
    pace,
    openedAt: null,
    endedAt: null,
    closedAt: null,
    quiet: false,
    doses: [],
    dwells: [],
    visits: [],
    heldSince: null,
    released: none,
    attending: false,
    away: false,
    schedules: [],
    checkIns: [],
    marks: [],
    ticked: [],
    volume,
    intensity: protocol.phases[0]?.intensity ?? 1,
    silenced: null,
    speaking: false,
    music: { plays: [], playing: false, want: null, failed: [], fallback: null },
    undoable: null,
    doubt: null,
  };
  return { ...session, schedules: begin(session, 'first', entry.t) };
}

/** The state of a whole journal, oldest entry first; `null` for an empty one. */
export const fold = (entries: Iterable<PublicEntry>): Session | null => {
  let session: Session | null = null;
  for (const entry of entries) session = apply(session, entry);
  return session;
};
