import { nextVisit } from '../agenda.js';
import type { Decide } from '../decide.js';
import type { Draft, PublicEntry, Session } from '../types.js';
import { draft } from './drafts.js';

/** Back into the visit that the entry's own visit followed. */
function back(session: Session, visit: number): Draft[] {
  const i = session.visits.findIndex((each) => each.visit === visit);
  const old = session.visits[i - 1];
  return i > 0 && old
    ? [draft('phase-entered', { phase: old.phase, index: old.index, visit: old.visit, t: old.enteredAt, why: 'undo' })]
    : [];
}

/** The entry of the same call in which a phase was entered. */
const entered = ({ journal }: Session, seq: number): PublicEntry | undefined => {
  const cmd = journal[seq]?.cmd;
  return cmd === undefined ? undefined : journal.find((each) => each.type === 'phase-entered' && each.cmd === cmd);
};

/** What takes an entry back, by its type. */
function inverse(session: Session, of: PublicEntry): Draft[] {
  const seq = of.seq;
  switch (of.type) {
    case 'phase-entered':
      return back(session, of.data.visit);
    case 'stayed':
      return [draft('went-on', of.data)];
    case 'went-on': {
      const moved = entered(session, seq);
      return [...(moved?.type === 'phase-entered' ? back(session, moved.data.visit) : []), draft('stayed', of.data)];
    }
    case 'extended':
      return [draft('extended', { ...of.data, minutes: -of.data.minutes })];
    case 'intensity-set':
      return [draft('intensity-set', { from: of.data.to, to: of.data.from, why: 'undo' })];
    case 'silenced':
      return [draft('music-restored', { by: 'person' })];
    case 'music-restored':
      return [draft('silenced', { by: 'person' })];
    case 'speaking-began':
      return [draft('speaking-ended', {})];
    case 'speaking-ended':
      return [draft('speaking-began', {})];
    case 'ended':
      return [draft('reopened', { why: 'undo' })];
    case 'dosed': {
      const moved = entered(session, seq);
      const first = session.protocol.phases[0];
      const byDose = moved?.type === 'phase-entered' && moved.data.why === 'dose' ? moved : null;
      const old = byDose ? back(session, byDose.data.visit) : [];
      // A dose that opened the session entered its phase straight away: what it skipped is entered now.
      const settle =
        byDose && !old.length && first && session.visits.at(-1)?.visit === byDose.data.visit
          ? [draft('phase-entered', { phase: first.id, index: 0, visit: nextVisit(session), t: of.t, why: 'undo' })]
          : [];
      return [draft('amended', { of: seq, void: true }, { change: null }), ...old, ...settle];
    }
    case 'marked':
    case 'check-in-answered':
    case 'check-in-skipped':
    case 'check-in-deferred':
      return [draft('amended', { of: seq, void: true }, { change: null })];
    default:
      return [];
  }
}

/** Takes back the newest command that can be, by its inverse; nothing is removed from the journal. */
export const undo: Decide<'undo'> = (session) => {
  const of = session.journal[session.undoable?.seq ?? -1];
  return of ? [draft('undone', { of: of.seq }), ...inverse(session, of)] : [];
};
