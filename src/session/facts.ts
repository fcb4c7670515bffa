import { amended } from './amended.js';
import { giveBack, hold } from './holds.js';
import { currentOf, inOrder, intensityOn, visitOf } from './phases.js';
import { begin, checkInOf, passOver, planned, waitForDose } from './schedules.js';
import { MINUTE, moment, told, zeroOf } from './time.js';
import type { Cause, EntryType, PlannedCheckIn } from './types.js';
import type { Fact, Working } from './working.types.js';

/** Gives a check-in the status that the entry's type names. */
const settled: Fact<'check-in-answered' | 'check-in-skipped' | 'check-in-deferred' | 'check-in-lapsed'> = (
  session,
  data,
  { type, seq },
) => {
  const found = checkInOf(session, data.id);
  if (found) Object.assign(found, data, { status: type.slice(9), seq });
};

/** Who had silenced the music before a person did, or brought it back: that can be undone. */
const remember = (session: Working, cause: Cause) => {
  if (cause === 'person') session.silencedBefore = session.silenced;
};

/** What each type of entry changes; the types that stand here not are for readers. */
export const facts: { readonly [T in EntryType]?: Fact<T> } = {
  prepared(session, data, { session: id, t }) {
    // A journal begins once.
    if (session.id) return;
    Object.assign(session, data, { id, status: 'prepared' });
    begin(session, t);
  },
  opened(session, _, { t, at }) {
    session.status = 'open';
    session.openedAt = { t, at };
  },

  dosed(session, _, entry) {
    const dose = { changes: [], dwells: 0, dwelt: false, ...told(session, entry) };
    begin(session, entry.t, zeroOf(session) !== null);
    session.doses.push(dose);
    waitForDose(session, entry.t);
  },
  'dose-changed': (session, { dose }, entry) => session.doses[dose]!.changes.push(told(session, entry)),
  'dwell-began': ({ doses }, { dose, endsAt }) => (doses[dose]!.dwells = endsAt - doses[dose]!.t),
  'dwell-ended': ({ doses }, { dose }) => (doses[dose]!.dwelt = true),
  amended,

  changed(session, { protocol, playlist }, { t }) {
    // A phase or a piece of another plan or list is nothing to go back to.
    if (protocol || playlist) session.undoable = null;
    if (playlist) {
      session.playlist = playlist;
      Object.assign(session.music, { plays: [], failed: [], want: null });
    }
    if (protocol) {
      session.protocol = protocol;
      begin(session, t, false, zeroOf(session) === null ? undefined : t);
    }
  },

  'phase-entered'(session, data, { cause }) {
    const { visits } = session;
    moment(data.t);
    const old = visits.findIndex(({ visit }) => visit === data.visit);
    if (old >= 0) {
      // Back in an earlier one: those that followed have never been.
      const [next] = visits.splice(old + 1);
      if (next) session.intensity = next.before;
    } else {
      visits.push(visitOf(session, data, cause));
      inOrder(visits);
      session.intensity = intensityOn(session, data.index, cause === 'person' && data.why !== 'dose');
    }
  },
  stayed: (session) => (currentOf(session)!.stayed = true),
  'went-on': (session) => (currentOf(session)!.stayed = false),
  extended({ visits }, { phase, minutes }) {
    const visit = visits.findLast((visit) => visit.phase === phase);
    // Taken back it may be past; or it has never been, where the dose that began it was none.
    if (visit) visit.endsAt += minutes * MINUTE;
  },

  'track-started'({ music, visits }, data, { t }) {
    music.plays.push({ ...data, t, phase: visits.at(-1)?.phase ?? '' });
    music.playing = true;
    music.want = null;
  },
  'track-ended': ({ music }) => (music.playing = false),
  'track-failed'({ music }, { track }) {
    // One that failed while it was made ready for later stops nothing.
    music.playing &&= music.plays.at(-1)?.track !== track;
    music.want = null;
    music.failed.push(track);
  },
  'fallback-began': ({ music }, { soundscape }) => (music.fallback = soundscape),
  'fallback-ended': ({ music }) => (music.fallback = null),
  'volume-set': (session, { to }) => (session.volume = to),
  'intensity-set': (session, { to }) => (session.intensity = to),
  silenced(session, { by }, { cause }) {
    remember(session, cause);
    session.silenced = by;
  },
  'music-restored'(session, _, { cause }) {
    remember(session, cause);
    session.silenced = null;
    session.quiet = false;
  },
  'speaking-began': (session) => (session.speaking = true),
  'speaking-ended': (session) => (session.speaking = false),
  attended: hold('attending', true),
  'attend-ended': hold('attending', false),
  'stepped-out': hold('away', true),
  returned: hold('away', false),

  'check-in-due'(session, { t: dueAt, ...data }, { seq }) {
    const { window = 0, options } = planned(session.protocol, data.id) ?? {};
    let found = checkInOf(session, data.id);
    if (!found) session.checkIns.push((found = { window, options } as typeof found & object));
    const lapsesAt = data.lapsesAt ?? Infinity;
    Object.assign(found, data, { dueAt, lapsesAt, until: null, status: 'due', seq } satisfies Partial<PlannedCheckIn>);
  },
  'check-in-answered': settled,
  'check-in-skipped': settled,
  'check-in-deferred': settled,
  'check-in-lapsed': settled,

  marked: (session, _, entry) => session.marks.push(told(session, entry)),

  undone(session, { of }) {
    const entry = session.journal[of];
    session.undoable = null;
    if (entry?.type === 'track-ended') session.music.want = entry.data;
    // Nothing but `music()` brings back what closing has made quiet, not even the undoing of a silence.
    if (entry?.type === 'silenced' && session.quiet) session.silenced = null;
    if (entry?.type === 'music-restored' && !session.silenced) session.quiet = true;
  },

  slept: (session, { from, to, certain }) => (session.doubt = certain ? null : { from, to }),
  'clock-stepped': (session, { by, all }, { t }) => by > 0 && giveBack(session, t, all),

  'closing-began'(session, _, { t }) {
    session.status = 'closing';
    session.closedAt = t;
    session.quiet = true;
  },
  'closing-ticked'(session, { item, done }) {
    session.ticked = session.ticked.filter((each) => each !== item).concat(done ? item : []);
  },
  ended(session, _, { t, at }) {
    session.status = 'ended';
    session.endedAt = { t, at };
  },
  reopened(session, { why }, { t }) {
    // An end taken back returns to the closing it ended; otherwise the music comes back.
    if (why !== 'undo') {
      session.closedAt = null;
      session.quiet = false;
    }
    session.status = session.closedAt === null ? 'open' : 'closing';
    session.endedAt = null;
    passOver(session, t);
    // Only the end lapses what still had time.
    for (const each of session.checkIns)
      if (each.status === 'lapsed' && each.lapsesAt > t) each.status = each.until === null ? 'due' : 'deferred';
  },
};
