import type { PublicEntry, State } from '../session/types.js';

/** One line of a session's timeline. */
export interface Moment {
  /** Session time, ms. */
  readonly t: number;
  readonly kind: 'phase' | 'track' | 'check-in' | 'mark' | 'fact';
  /** A title from a list or a protocol, shown as it is. */
  readonly title?: string;
  /** What happened, as an id of our words. */
  readonly word?: string;
}

/** Entries that stand in the timeline as they are. */
const FACTS =
  /^(opened|dose-changed|given|recorded|noted|handed-over|silenced|music-restored|attended|attend-ended|stepped-out|returned|closing-began|ended|reopened|interrupted|slept)$/;

/**
 * What happened when, oldest first: phases, music, check-ins, marks and what else staff would look for. Corrected,
 * taken back and voided things stand as they are now. Public parts only.
 */
export function timeline({ journal, doses, marks, checkIns }: State): Moment[] {
  const gone = new Set<number>();
  const moved = new Map<number, number>();
  for (const { type, data } of journal) {
    if (type === 'undone') gone.add(data.of);
    if (type === 'amended' && data.void) gone.add(data.of);
    if (type === 'amended' && data.t !== undefined) moved.set(data.of, data.t);
  }
  const phases = new Map<string, string>();
  const tracks = new Map<string, string>();
  let playing = '';
  const moments = journal.flatMap((entry): Moment[] => {
    const { type, data, seq } = entry;
    const t = moved.get(seq) ?? ('t' in data ? (data.t ?? entry.t) : entry.t);
    if (type === 'prepared' || type === 'changed') {
      data.protocol?.phases.forEach(({ id, label }) => phases.set(id, label));
      data.playlist?.tracks.forEach(({ id, title }) => tracks.set(id, title));
    }
    if (gone.has(seq)) return [];
    switch (type) {
      case 'phase-entered':
        if (data.why === 'undo') return [];
        return [{ t: data.why === 'dose' ? (doses[0]?.t ?? t) : t, kind: 'phase', title: phases.get(data.phase) ?? data.phase }];
      case 'track-started':
        if (data.track === playing) return [];
        playing = data.track;
        return [{ t, kind: 'track', title: tracks.get(playing) ?? playing }];
      case 'check-in-answered':
      case 'check-in-skipped':
      case 'check-in-lapsed':
        return standing(entry, checkIns) ? [{ t, kind: 'check-in', title: asked(data.id, journal), word: type }] : [];
      default:
        return FACTS.test(type) ? [{ t, kind: 'fact', word: type }] : [];
    }
  });
  return [
    ...moments,
    ...doses.map(({ t }, i): Moment => ({ t, kind: 'fact', word: i ? 'further' : 'dose' })),
    ...marks.map(({ t, track }): Moment => ({ t, kind: 'mark', word: 'mark', ...(track && { title: tracks.get(track) ?? track }) })),
  ].sort((a, b) => a.t - b.t);
}

/** A late answer takes the place of the lapse before it. */
const standing = ({ type, data }: PublicEntry, checkIns: State['checkIns']): boolean => {
  const status = 'id' in data && checkIns.find(({ id }) => id === data.id)?.status;
  return !status || type === `check-in-${status}`;
};

const asked = (id: string, journal: readonly PublicEntry[]): string => {
  const due = journal.find((each) => each.type === 'check-in-due' && each.data.id === id);
  return due?.type === 'check-in-due' ? due.data.ask : id;
};
