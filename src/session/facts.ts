import { amended, endOf } from './amended.js';
import { giveBack, hold } from './holds.js';
import { currentOf, intensityOn, visitOf } from './phases.js';
import { begin, planned, waitForDose } from './schedules.js';
import { MINUTE, told, zeroOf } from './time.js';
import type { EntryType, PlannedCheckIn } from './types.js';
import type { Fact, Working } from './working.types.js';

const current = (session: Working) => currentOf(session) as Working['visits'][number];

const stop = (session: Working, change: object = {}) =>
  (session.music = { ...session.music, playing: false, ...change });

/** Gives a check-in its status, from the entry that said so. */
const settle =
  (
    status: PlannedCheckIn['status'],
  ): Fact<'check-in-answered' | 'check-in-skipped' | 'check-in-deferred' | 'check-in-lapsed'> =>
  (session, { id, ...data }, { seq, cause }) => {
    const found = session.checkIns.find((each) => each.id === id);
    if (found)
      Object.assign(found, {
        until: 'until' in data ? data.until : found.until,
        status,
        seq,
        byEnd: cause === 'person' && status === 'lapsed',
      });
  };

/** What each type of entry changes; the types that stand here not are for readers. */
export const facts: { readonly [T in EntryType]?: Fact<T> } = {
  opened(session, _, { t, at }) {
    session.status = 'open';
    session.openedAt = { t, at };
  },

  dosed(session, _, entry) {
    begin(session, entry.t, zeroOf(session) !== null);
    session.doses.push({ changes: [], endedAt: null, ...told(session, entry) });
    waitForDose(session, entry.t);
  },
  'dose-changed'(session, data, entry) {
    const dose = session.doses[data.dose];
    if (dose) dose.endedAt = endOf((dose.changes = [...dose.changes, told(session, entry)]));
  },
  'dwell-began': (session, data, { seq }) => session.dwells.push({ ...data, done: false, seq }),
  'dwell-ended'(session, { dose }) {
    for (const dwell of session.dwells) dwell.done ||= dwell.dose === dose;
  },
  amended,

  changed(session, { protocol, playlist }, { t }) {
    if (playlist) {
      session.playlist = playlist;
      session.music = { ...session.music, plays: [], failed: [], want: null };
    }
    if (protocol) {
      session.protocol = protocol;
      begin(session, t, false, zeroOf(session) === null ? undefined : t);
    }
  },

  'phase-entered'(session, data, { cause }) {
    const { visits, intensity } = session;
    const old = visits.findIndex(({ visit }) => visit === data.visit);
    if (old >= 0) {
      visits.length = old + 1;
      session.intensity = visits[old]!.intensity;
    } else {
      const visit = visitOf(session, data, cause);
      // A dose noted late may be older than the phase it ends.
      for (const each of visits) each.enteredAt = Math.min(each.enteredAt, data.t);
      if (visits.length) current(session).intensity = intensity;
      visits.push(visit);
      session.intensity = intensityOn(session, data.index, cause === 'person' && data.why !== 'dose');
    }
  },
  stayed: (session) => (current(session).stayed = true),
  'went-on': (session) => (current(session).stayed = false),
  extended(session, { minutes }) {
    const visit = current(session);
    if (visit.endsAt !== null) visit.endsAt += minutes * MINUTE;
  },

  'track-started'(session, data, { t }) {
    const plays = [...session.music.plays, { ...data, t, phase: currentOf(session)?.phase ?? '' }];
    stop(session, { want: null, playing: true, plays });
  },
  'track-ended': (session) => stop(session),
  'track-failed'(session, { track }) {
    const { playing, plays, failed } = session.music;
    // One that failed while it was made ready for later stops nothing.
    stop(session, { playing: playing && plays.at(-1)?.track !== track, want: null, failed: [...failed, track] });
  },
  'fallback-began': (session, { soundscape }) => (session.music = { ...session.music, fallback: soundscape }),
  'fallback-ended': (session) => (session.music = { ...session.music, fallback: null }),
  'volume-set': (session, { to }) => (session.volume = to),
  'intensity-set': (session, { to }) => (session.intensity = to),
  silenced: (session, { by }) => (session.silenced = by),
  'music-restored'(session) {
    session.silenced = null;
    session.quiet = false;
  },
  'speaking-began': (session) => (session.speaking = true),
  'speaking-ended': (session) => (session.speaking = false),
  attended: hold('attending', true),
  'attend-ended': hold('attending', false),
  'stepped-out': hold('away', true),
  returned: hold('away', false),

  'check-in-due'({ checkIns, schedules, protocol }, { t: dueAt, lapsesAt, ...data }, { seq }) {
    const due = { ...data, dueAt, lapsesAt, until: null, status: 'due', byEnd: false, seq } as const;
    const known = checkIns.find(({ id }) => id === data.id);
    if (known) return Object.assign(known, due);
    const plan = planned(protocol, data.id);
    checkIns.push({ ...due, plan: plan?.id ?? '', window: plan?.window ?? 0 });
    // Those of a minute count their schedule's runs; `before` and `end` come once.
    for (const each of schedules) each.used ||= each.id === plan?.id && /@\d/.test(data.id);
  },
  'check-in-answered': settle('answered'),
  'check-in-skipped': settle('skipped'),
  'check-in-deferred': settle('deferred'),
  'check-in-lapsed': settle('lapsed'),

  marked: (session, _, entry) => session.marks.push(told(session, entry)),

  undone(session, { of }) {
    const entry = session.journal[of];
    if (entry?.type === 'track-ended') session.music = { ...session.music, want: entry.data };
  },

  slept: (session, { from, to, certain }) => (session.doubt = certain ? null : { from, to }),
  'clock-stepped': (session, { by }) => by > 0 && giveBack(session),

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
    for (const each of session.schedules) each.begun = t;
    for (const each of session.checkIns)
      if (each.byEnd && !(each.lapsesAt !== null && each.lapsesAt <= t)) {
        each.status = each.until === null ? 'due' : 'deferred';
        each.byEnd = false;
      }
  },
};
