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
  /** Those that can be used, by what `prepare` takes. */
  readonly protocols: readonly { readonly id: string; readonly title: string }[];
  /** All that were named, and those built in; one with a problem cannot be chosen. */
  readonly playlists: readonly { readonly id: string; readonly title: string; readonly problem: string | null }[];
  /** Why protocols cannot be used that are therefore not offered, a sentence each. */
  readonly problems?: readonly string[];
}

/** The event that storage gives rise to where it has become this. */
export function storageEvent(storage: State['storage']): Partial<RoomEvents> {
  if (storage === 'durable') return {};
  const message = `Nothing can be saved ${storage === 'memory' ? 'here' : 'at the moment'}; it is held in memory.`;
  return { 'still-problem': { code: 'storage', message, recovered: false } };
}

/** What is told by a window that finds the record of the room's passphrase damaged. */
export const keysDamaged: Partial<RoomEvents> = {
  'still-problem': {
    code: 'storage',
    message:
      'The record of this room’s passphrase is damaged and was left as it is. What is typed is not saved; everything else is. Export what you need, then erase the room to begin anew.',
    recovered: false,
  },
};

/** The events an entry gives rise to, in order. */
export function eventsOf(entry: Entry, state: State, session: Session | null): Partial<RoomEvents> {
  const { type, data } = entry;
  const checkIn = 'id' in data && state.checkIns.find(({ id }) => id === data.id);
  const events: Partial<RoomEvents> = { 'still-change': { entry: publicPart(entry), state } };
  if (type === 'phase-entered') events['still-phase'] = { phase: state.phase };
  if (type === 'track-started') events['still-track'] = { track: state.music.track };
  if (checkIn) events['still-check-in'] = { checkIn };
  if (type === 'ended') events['still-end'] = { state };
  if (type === 'track-failed') {
    const { track, code } = data;
    const title = session?.playlist.tracks.find(({ id }) => id === track)?.title ?? track;
    const message = `“${title}” could not be played (${code}); other music took its place.`;
    events['still-problem'] = { code, message, recovered: true };
  }
  if (type === 'output-changed') {
    const message =
      data.why === 'lost'
        ? 'The sound output that was used is gone; the music has faded in on another.'
        : 'The sound output may have changed; the music has faded in anew.';
    events['still-problem'] = { code: 'output', message, recovered: true };
  }
  return events;
}
