import { without } from '../session/holds.js';
import type { State } from '../session/types.js';

/** One line of a session's timeline. */
export interface Moment {
  /** Session time, ms. */
  t: number;
  /** What happened: `phase`, `track`, or an id of our words. */
  readonly word: string;
  /** A title from a list or a protocol, shown as it is. */
  readonly title?: string | undefined;
  /** Place of a mark in the journal, where its words can be read. */
  readonly seq?: number;
}

/** Entries that stand in the timeline as they are. */
const FACTS = /^(given|recorded|noted|silenced|attended|stepped-out|ended|reopened)$/;

/**
 * What happened when, oldest first: phases, music, check-ins, marks and what else staff would look for. What was
 * corrected or taken back stands as it is now. Public parts only.
 */
export function timeline({ journal, doses, marks, checkIns }: State): Moment[] {
  /** When what was corrected happened; `null`: it did not. */
  const now = new Map<number, number | null>();
  for (const { type, data } of journal)
    if (type === 'undone' || (type === 'amended' && data.void)) now.set(data.of, null);
    else if (type === 'amended' && data.t !== undefined) now.set(data.of, data.t);

  const labels = new Map<string, string>();
  const titles = new Map<string | null, string>();
  /** What was before a leap of the clock that was no sleep moves up with the dose, which the state has moved already. */
  const leaps = journal.flatMap(({ type, data, seq }) => {
    const doubt = type === 'clock-stepped' && data.all && journal.findLast((e) => e.type === 'slept' && e.seq < seq);
    return doubt && doubt.type === 'slept' ? [{ seq, move: without(doubt.data) }] : [];
  });
  const found: Moment[] = [];
  let playing = '';
  for (const { type, data, seq, t: written } of journal) {
    const told = now.get(seq) ?? ('t' in data ? data.t : undefined) ?? written;
    const t = leaps.reduce((t, leap) => (seq < leap.seq ? leap.move(t) : t), told);
    if (type === 'prepared' || type === 'changed') {
      data.protocol?.phases.forEach(({ id, label }) => labels.set(id, label));
      data.playlist?.tracks.forEach(({ id, title }) => titles.set(id, title));
    } else if (now.get(seq) === null) continue;
    else if (type === 'phase-entered' && data.why !== 'undo')
      found.push({ t: (data.why === 'dose' && doses[0]?.t) || t, word: 'phase', title: labels.get(data.phase) });
    else if (type === 'track-started' && data.track !== playing)
      found.push({ t, word: 'track', title: titles.get((playing = data.track)) });
    else if ('id' in data) {
      // A late answer takes the place of the lapse before it.
      const asked = checkIns.find(({ id }) => id === data.id);
      if (type === `check-in-${asked?.status}`)
        found.push({ t: asked!.status === 'lapsed' ? asked!.dueAt : t, title: asked!.ask, word: asked!.status });
    } else if (FACTS.test(type)) found.push({ t, word: type });
  }
  doses.forEach(({ t }, i) => found.push({ t, word: i ? 'further' : 'dose' }));
  marks.forEach(({ t, seq, track }) => found.push({ t, seq, word: 'mark', title: titles.get(track) }));
  // A dose noted late has phases begin before those that were left for them.
  let later = Infinity;
  for (const each of found.filter(({ word }) => word === 'phase').reverse()) later = each.t = Math.min(each.t, later);
  return found.sort((a, b) => a.t - b.t);
}
