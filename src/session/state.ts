import { blank } from './blank.js';
import { can } from './decide.js';
import { currentOf } from './phases.js';
import { wanted } from './sound.js';
import { dosesOf, standing } from './time.js';
import type { Live, Now, Session, State, Voidable } from './types.js';

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

/** Of the facts that stand these members. */
const shown = <T extends Voidable, K extends keyof T>(facts: readonly T[], ...names: K[]) =>
  standing(facts).map((each) => pick(each, ...names));

function musicOf(session: Session, live: Live): State['music'] {
  const { status, playlist, music, silenced: by, speaking, attending } = session;
  const on = wanted(session) && !live.leftOpen;
  const play = on && music.playing ? music.plays.at(-1) : undefined;
  const id = play?.track ?? '';
  const {
    title = id.replace('stillroom:', ''),
    creator = null,
    location,
  } = playlist?.tracks.find((track) => track.id === id) ?? {};
  return {
    ...pick(live, 'blocked', 'position', 'next'),
    ...pick(session, 'speaking', 'intensity'),
    silenced: !!by,
    status: !on
      ? 'off'
      : live.blocked || live.soundless
        ? 'waiting'
        : by || attending
          ? 'silent'
          : speaking
            ? 'speaking'
            : 'playing',
    by,
    track: play ? { id, title, creator, location: location?.[0] ?? null } : null,
    source: play?.source ?? null,
    fallback: !!music.fallback,
    // An ended session holds its volume no longer: the room does.
    volume: (/^[ie]/.test(status) ? live : session).volume,
  };
}

/** What is allowed whatever the session is at; each may still be refused one session, as `erase` is the open one. */
const always = ({ locked, sealed, unsealable, sealable }: Live) => [
  ...['lock', 'unlock', 'sessions', 'import', 'erase'],
  ...(locked && sealed && !unsealable ? [] : ['read', 'export']),
  ...(sealable ? ['seal'] : []),
];

/** What a page may know: the fold of the journal and what is live. Frozen, nothing private in it. */
export function stateOf(folded: Session | null, live: Live, now: Now): State {
  const session = folded ?? blank;
  const { id, protocol, playlist, openedAt, undoable, ticked } = session;
  const visit = currentOf(session);
  const doses = dosesOf(session);
  return freeze({
    ...pick(live, 'room', 'storage', 'role', 'screen', 'persisted', 'leftOpen', 'unexported', 'preflight'),
    ...pick(live, 'locked', 'sealed', 'unsealable'),
    ...pick(session, 'status', 'protocol', 'attending', 'away', 'journal'),
    session: id,
    rehearsal: session.pace !== 1,
    openedAt: openedAt && openedAt.at,
    marks: shown(session.marks, 't', 'at', 'seq', 'track'),
    playlist: playlist && pick(playlist, 'id', 'title'),
    doses: doses.map(({ changes, ...dose }) => ({
      ...pick(dose, 't', 'at', 'seq'),
      changes: shown(changes, 't', 'at', 'seq', 'what'),
      endedAt: standing(changes).findLast(({ what }) => what === 'ended')?.t ?? null,
    })),
    dwells: doses.flatMap(({ t, dwells, dwelt: done }, dose) => (dwells ? { dose, endsAt: t + dwells, done } : [])),
    phase: visit
      ? {
          id: visit.phase,
          label: protocol.phases[visit.index]?.label ?? visit.phase,
          ...pick(visit, 'index', 'enteredAt', 'endsAt', 'stayed'),
        }
      : null,
    music: musicOf(session, live),
    undoable: undoable && now.t <= undoable.until ? undoable : null,
    can: [
      ...always(live),
      ...(live.leftOpen ? ['resume', 'end', 'dose'] : can(folded, now)),
      ...(live.role === 'viewer' ? ['takeOver'] : []),
    ],
    checkIns: session.checkIns.map((each) => ({
      ...pick(each, 'id', 'kind', 'ask', 'dueAt', 'lapsesAt', 'status'),
      ...(each.status === 'deferred' && { dueAt: each.until! }),
    })),
    closing: (protocol?.closing ?? []).map((item) => ({ item, done: ticked.includes(item) })),
  });
}
