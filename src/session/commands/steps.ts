import { currentOf, entering } from '../phases.js';
import type { Draft, EntryData, EntryPrivate, Session, Visit } from '../types.js';
import { draft } from './command.js';

// What several commands come to.

/** Enters a phase, where the plan has it. */
export function enter(...phase: Parameters<typeof entering>): Draft[] {
  const data = entering(...phase);
  return data ? [draft('phase-entered', data)] : [];
}

/** Back in an earlier visit, as though those that followed had never been. */
export const goBack = (session: Session, { index, visit }: Visit, t: number): Draft[] =>
  enter(session, index, t, 'undo', visit);

/** Takes an entry out; with a dose also the end of what was still kept in the mouth, or of a rest, that came with it. */
export function takeOut({ journal }: Session, of: number, because?: EntryPrivate): Draft[] {
  const { type, cmd } = journal[of]!;
  const ends = journal.filter((each) => type === 'dosed' && each.type === 'dwell-ended' && cmd && each.cmd === cmd);
  return [
    ...ends.map(({ seq }) => draft('amended', { of: seq, void: true }, { change: null })),
    draft('amended', { of, void: true }, { change: null, ...because }),
  ];
}

/** Opening: the preflight stands, with the lines that were warnings, and the first phase is entered. */
export const opening = (session: Session, t: number, warnings: string[] = []): Draft[] => [
  draft('preflight-passed', { warnings }),
  draft('opened', {}),
  ...enter(session, 0, t, 'open'),
];

/** A level moves; where it is there already nothing is written. */
export const level = <T extends 'volume-set' | 'intensity-set'>(
  type: T,
  from: EntryData[T]['from'],
  to: number,
  why: string,
): Draft[] => (to === from ? [] : [draft(type, { from, to, why } as EntryData[T])]);

/** Whoever silenced the music, or the closing that did, is taken back: by a person, or by the device that silenced it. */
export const restore = (session: Session, by: 'person' | 'device'): Draft[] =>
  [draft('music-restored', { by }), ...comeBack(session)].map((each) => ({ ...each, cause: by }));

/** Music that comes back does so a step gentler than its phase, never mid-swell. */
export function comeBack(session: Session): Draft[] {
  const { intensity, protocol } = session;
  const own = protocol.phases[currentOf(session)?.index ?? 0]?.intensity ?? 1;
  return level('intensity-set', intensity, Math.min(intensity, Math.max(1, own - 1)), 'return');
}
