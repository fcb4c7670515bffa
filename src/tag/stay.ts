import { roomNamed, type OfferSources, type Room } from '../room/index.js';

/** What a room is told of the tag that shows it. */
interface Guest extends HTMLElement, Pick<Room, 'maxVolume' | 'keepDays' | 'lockAfter'> {
  readonly room: string;
  readonly playlists: unknown;
  readonly protocols: unknown;
  requestUpdate(): void;
}

/**
 * A tag's stay in the room that it names: it enters it, hears from it, tells it what it asks for, and leaves it. Another
 * name is another room, from the next call on after it was set.
 */
export interface Stay {
  /** The room that is named; `null` out of the page. */
  readonly room: Room | null;
  /** The same, once there is one. */
  joined(): Promise<Room>;
  enter(): void;
  leave(): void;
  /** Tells the room what its guest asks for; it reads what can be chosen only where something about that has changed. */
  ask(): void;
}

/** Equal sources have equal keys; what cannot be told apart (a cycle, say) is read to be refused in its place. */
function keyOf(sources: unknown): string {
  try {
    return JSON.stringify(sources);
  } catch (error) {
    return String(error);
  }
}

/** @param onNews called when the room has something new to show */
export function createStay(guest: Guest, version: string, onNews: () => void): Stay {
  let room: Room | null = null;
  let out: () => void;
  let offered: string;
  let join: (room: Room) => void;
  const waiting = () => new Promise<Room>((resolve) => (join = resolve));
  let joining = waiting();

  const stay: Stay = {
    get room() {
      if (room && room.name !== guest.room) {
        stay.leave();
        stay.enter();
      }
      return room;
    },
    joined: async () => stay.room ?? joining,
    enter() {
      if (room || !guest.isConnected) return;
      const entered = (room = roomNamed(guest.room, version));
      const off = entered.on((type, detail, seq) => {
        onNews();
        const { name, state } = entered;
        const init = { bubbles: true, composed: true, detail: { ...detail, room: name, session: state.session, seq } };
        guest.dispatchEvent(new CustomEvent(type, init));
      });
      const gone = entered.enter();
      out = () => (off(), gone());
      offered = '';
      stay.ask();
      join(entered);
      guest.requestUpdate();
    },
    leave() {
      // Whoever waits for one goes on waiting.
      if (!room) return;
      room.wish(guest, null);
      out();
      room = null;
      joining = waiting();
    },
    ask() {
      const { room } = stay;
      const { maxVolume, keepDays, lockAfter, playlists, protocols } = guest;
      room?.wish(guest, { maxVolume, keepDays, lockAfter });
      const key = keyOf([playlists, protocols]);
      if (!room || key === offered) return;
      offered = key;
      void room.offer({ playlists, protocols, base: guest.ownerDocument.baseURI } as OfferSources);
    },
  };
  return stay;
}
