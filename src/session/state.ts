import { can } from './rules.js';
import { dosesOf } from './time.js';
import type { Live, MusicState, Now, Session, State } from './types.js';

/** Freezes plain data through and through; what is frozen already is left alone. */
export function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}

function musicOf(session: Session | null, live: Live): MusicState {
  const { blocked, position, next } = live;
  const on = session?.status === 'open' || (session?.status === 'closing' && !session.quiet);
  const play = session?.music.plays.at(-1);
  const track = on && play && session.music.playing ? play.track : null;
  const known = session?.playlist.tracks.find(({ id }) => id === track);
  const silenced = !!session?.silenced;
  return {
    silenced,
    speaking: !!session?.speaking,
    blocked,
    status: !on || session.playlist.id === 'silence'
      ? 'off'
      : blocked
        ? 'waiting'
        : silenced || session.attending
          ? 'silent'
          : session.speaking
            ? 'speaking'
            : 'playing',
    by: session?.silenced ?? null,
    track: track === null
      ? null
      : { id: track, title: known?.title ?? track, creator: known?.creator ?? null, location: known?.location[0] ?? null },
    position,
    next,
    source: track === null ? null : (play?.source ?? null),
    fallback: !!session?.music.fallback,
    volume: session?.volume ?? live.volume,
    intensity: session?.intensity ?? 1,
  };
}

/** What a page may know: the fold of the journal and what is live. Frozen, nothing private in it. */
export function stateOf(session: Session | null, live: Live, now: Now): State {
  const visit = session?.visits.at(-1);
  const phase = visit && session?.protocol.phases[visit.index];
  const doses = session ? dosesOf(session) : [];
  const { room, storage, role, screen, persisted, preflight, leftOpen } = live;
  return freeze({
    room,
    session: session?.id ?? null,
    status: session?.status ?? 'idle',
    rehearsal: !!session && session.pace !== 1,
    protocol: session?.protocol ?? null,
    playlist: session && { id: session.playlist.id, title: session.playlist.title },
    openedAt: session?.openedAt?.at ?? null,
    doses: doses.map(({ t, at, seq, changes, endedAt }) => ({ t, at, seq, changes: [...changes], endedAt })),
    dwells:
      session?.dwells.map(({ dose, endsAt, done }) => ({
        dose: doses.findIndex(({ index }) => index === dose),
        endsAt,
        done,
      })) ?? [],
    phase: visit && phase
      ? {
          id: visit.phase,
          label: phase.label,
          index: visit.index,
          enteredAt: visit.enteredAt,
          endsAt: visit.endsAt,
          stayed: visit.stayed,
        }
      : null,
    music: musicOf(session, live),
    attending: !!session?.attending,
    away: !!session?.away,
    undoable:
      session?.undoable && now.t <= session.undoable.t
        ? { seq: session.undoable.seq, type: session.undoable.type, until: session.undoable.t }
        : null,
    can: leftOpen ? ['resume', 'end'] : can(session, now),
    preflight: [...preflight],
    screen,
    persisted,
    checkIns:
      session?.checkIns.map(({ id, kind, ask, dueAt, lapsesAt, until, status }) => ({
        id,
        kind,
        ask,
        dueAt: status === 'deferred' ? (until ?? dueAt) : dueAt,
        lapsesAt,
        status,
      })) ?? [],
    marks: session?.marks ?? [],
    closing: session?.protocol.closing.map((item) => ({ item, done: session.ticked.includes(item) })) ?? [],
    storage,
    role,
    leftOpen,
    journal: session?.journal ?? [],
  });
}
