import type { Entry, PublicEntry, Session, State } from '../session/index.js';
import { publicPart } from '../session/index.js';

/** What an element dispatches: the name of the event and its detail. Nothing private in it. */
export interface RoomEvents {
  /** Any change. `entry` is `null` where a live part changed, or the page came back. */
  'still-change': { entry: PublicEntry | null; state: State };
  /** A phase was entered. */
  'still-phase': { phase: State['phase'] };
  /** Another piece is heard. */
  'still-track': { track: State['music']['track'] };
  /** A check-in fell due, was answered, skipped, deferred, or lapsed. */
  'still-check-in': { checkIn: State['checkIns'][number] };
  /** The record ended. */
  'still-end': { state: State };
  /** What can be chosen has been read. */
  'still-offers': { offers: Offers };
  /** Something failed; `recovered`: the session helped itself. */
  'still-problem': { code: string; message: string; recovered: boolean };
}

/** What there is to choose from. `problem`: why a list cannot be used, in a sentence. */
export interface Offers {
  readonly protocols: readonly { readonly id: string; readonly title: string }[];
  readonly playlists: readonly { readonly id: string; readonly title: string; readonly problem: string | null }[];
}

export type RoomEvent = {
  [N in keyof RoomEvents]: { type: N; detail: RoomEvents[N]; seq: number | null };
}[keyof RoomEvents];

/** The events an entry gives rise to, in order. */
export function eventsOf(entry: Entry, state: State, session: Session | null): RoomEvent[] {
  const { seq } = entry;
  const events: RoomEvent[] = [{ type: 'still-change', detail: { entry: publicPart(entry), state }, seq }];
  if (entry.type === 'phase-entered') events.push({ type: 'still-phase', detail: { phase: state.phase }, seq });
  if (entry.type === 'track-started') events.push({ type: 'still-track', detail: { track: state.music.track }, seq });
  if (entry.type.startsWith('check-in-')) {
    const id = (entry.data as { id: string }).id;
    const checkIn = state.checkIns.find((each) => each.id === id);
    if (checkIn) events.push({ type: 'still-check-in', detail: { checkIn }, seq });
  }
  if (entry.type === 'ended') events.push({ type: 'still-end', detail: { state }, seq });
  if (entry.type === 'track-failed') {
    const title = session?.playlist.tracks.find(({ id }) => id === entry.data.track)?.title ?? entry.data.track;
    const message = `“${title}” could not be played (${entry.data.code}); other music took its place.`;
    events.push({ type: 'still-problem', detail: { code: entry.data.code, message, recovered: true }, seq });
  }
  return events;
}
