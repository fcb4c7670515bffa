import { blank } from './blank.js';
import { can } from './decide.js';
import { currentOf } from './phases.js';
import { dosesOf, standing } from './time.js';
import type { Live, Now, Session, State } from './types.js';

/** Freezes plain data through and through; what is frozen already is left alone. */
export function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}

/** These members, by name. What never comes (it is at infinity) is `null` to a page. */
const pick = <T extends object, K extends keyof T>(from: T, ...names: K[]) =>
  Object.fromEntries(names.map((name) => [name, from[name] === Infinity ? null : from[name]])) as Pick<T, K>;

function musicOf(session: Session, { blocked, position, next, volume }: Live): State['music'] {
  const { status, quiet, playlist, music, silenced: by, speaking, attending } = session;
  const on = status === 'open' || (status === 'closing' && !quiet);
  const play = on && music.playing ? music.plays.at(-1) : undefined;
  const id = play?.track ?? '';
  const {
    title = id.replace('stillroom:', ''),
    creator = null,
    location,
  } = playlist?.tracks.find((track) => track.id === id) ?? {};
  return {
    silenced: !!by,
    speaking,
    blocked,
    status:
      !on || playlist.id === 'silence'
        ? 'off'
        : blocked
          ? 'waiting'
          : by || attending
            ? 'silent'
            : speaking
              ? 'speaking'
              : 'playing',
    by,
    track: play ? { id, title, creator, location: location?.[0] ?? null } : null,
    position,
    next,
    source: play?.source ?? null,
    fallback: !!music.fallback,
    // An ended session holds its volume no longer: the room does.
    volume: /^[ie]/.test(status) ? volume : session.volume,
    intensity: session.intensity,
  };
}

/** What a page may know: the fold of the journal and what is live. Frozen, nothing private in it. */
export function stateOf(folded: Session | null, live: Live, now: Now): State {
  const session = folded ?? blank;
  const { id, protocol, playlist, openedAt, undoable, ticked } = session;
  const visit = currentOf(session);
  const doses = dosesOf(session);
  return freeze({
    ...pick(live, 'room', 'storage', 'role', 'screen', 'persisted', 'leftOpen', 'preflight'),
    ...pick(session, 'status', 'protocol', 'attending', 'away', 'journal'),
    session: id,
    rehearsal: session.pace !== 1,
    openedAt: openedAt && openedAt.at,
    marks: standing(session.marks).map((each) => pick(each, 't', 'at', 'seq', 'track')),
    playlist: playlist && pick(playlist, 'id', 'title'),
    doses: doses.map(({ changes, ...dose }) => ({
      ...pick(dose, 't', 'at', 'seq'),
      changes: standing(changes).map((each) => pick(each, 't', 'at', 'seq', 'what')),
      endedAt: standing(changes).findLast(({ what }) => what === 'ended')?.t ?? null,
    })),
    dwells: doses.flatMap(({ t, dwell }, dose) => (dwell ? { dose, endsAt: t + dwell.lasts, done: dwell.done } : [])),
    phase: visit
      ? {
          id: visit.phase,
          label: protocol.phases[visit.index]?.label ?? visit.phase,
          ...pick(visit, 'index', 'enteredAt', 'endsAt', 'stayed'),
        }
      : null,
    music: musicOf(session, live),
    undoable: undoable && now.t <= undoable.until ? undoable : null,
    can: live.leftOpen ? ['resume', 'end'] : can(folded, now),
    checkIns: session.checkIns.map((each) => ({
      ...pick(each, 'id', 'kind', 'ask', 'dueAt', 'lapsesAt', 'status'),
      ...(each.status === 'deferred' && { dueAt: each.until! }),
    })),
    closing: (protocol?.closing ?? []).map((item) => ({ item, done: ticked.includes(item) })),
  });
}
