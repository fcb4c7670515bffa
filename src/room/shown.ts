import { stateOf, type Live, type State } from '../session/index.js';
import type { RoomEvents } from './events.js';
import type { Parts } from './inside.js';
import { idle } from './live.js';
import { preflight } from './preflight.js';

/** Hears of everything a room tells; `seq` is that of the entry it comes from. */
export type Listener = (type: keyof RoomEvents, detail: object, seq: number | null) => void;

/** What a room shows and tells: the record, and what is live and not journalled. */
export interface Shown {
  /** The live parts; those that only this room knows are set here. */
  readonly live: { -readonly [Part in keyof Live]: Live[Part] };
  /** Of the last time it was published. */
  readonly state: State;
  /** The journal has been read: until then nobody knows what there is to show. */
  taken: boolean;
  /** Calls for every event, until the returned function is called. */
  on(listener: Listener): () => void;
  tell(events: Partial<RoomEvents>, seq?: number): void;
  /** Replaces the state. */
  publish(): void;
  /** Replaces the state, and tells of it where a live part shows a change, or anything else surely has changed. */
  refresh(sure?: boolean): void;
}

/** @param onPublish called with every state that another window should know of */
export function createShown(
  { name, journal, ledger, music, screen, tenure, now }: Parts,
  onPublish: () => void,
): Shown {
  const listeners = new Set<Listener>();
  const live: Shown['live'] = idle(name);
  let state: State;
  let showed = '';

  // A new position alone is no change to tell of.
  const shows = () => JSON.stringify({ ...live, position: 0 });
  const look = () => {
    const { record } = ledger;
    const { runs } = tenure;
    if (runs) {
      const { storage } = journal;
      const { lacks, position, next } = music;
      const [blocked, soundless] = [lacks === 'touch', lacks === 'output'];
      Object.assign(live, { storage, screen: screen.screen, blocked, soundless, position, next });
      live.preflight =
        record?.status === 'prepared' ? preflight(live, record.playlist.id !== 'silence', music.lines) : [];
    }
    const { locked, keys, damaged } = journal.vault;
    const sealed = !!keys || damaged;
    const sealable = !sealed && !locked && !!globalThis.crypto?.subtle;
    // Of this window.
    Object.assign(live, { locked, sealed, unsealable: damaged, sealable });
    // All else is what the owner says.
    live.role = runs ? 'owner' : 'viewer';
    state = stateOf(record, live, now());
  };
  const publish = () => {
    look();
    showed = shows();
    onPublish();
  };

  const shown: Shown = {
    live,
    taken: false,
    get state() {
      return state;
    },
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell(events, seq) {
      for (const [type, detail] of Object.entries(events))
        for (const listener of listeners) listener(type as keyof RoomEvents, detail, seq ?? null);
    },
    publish,
    refresh(sure) {
      look();
      if (!sure && shows() === showed) return;
      publish();
      shown.tell({ 'still-change': { entry: null, state } });
    },
  };
  return shown;
}
