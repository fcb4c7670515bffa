import { roomNamed, type OfferSources, type Room } from '../room/index.js';

/** What a room is told of the tag that shows it. */
interface Guest extends HTMLElement, Pick<Room, 'maxVolume' | 'keepDays' | 'lockAfter'> {
  readonly room: string;
  readonly playlists: unknown;
  readonly protocols: unknown;
  requestUpdate(): void;
}

/** Equal sources have equal keys; what cannot be told apart (a cycle, say) is read to be refused in its place. */
function keyOf(sources: unknown): string {
  try {
    return JSON.stringify(sources);
  } catch (error) {
    return String(error);
  }
}

/**
 * A tag's stay in the room that it names: it enters it, hears from it, tells it what it asks for, and leaves it. Another
 * name is another room, from the next call on after it was set.
 */
export class Stay {
  readonly #guest: Guest;
  readonly #version: string;
  readonly #onNews: () => void;
  #room: Room | null = null;
  #leave: (() => void) | null = null;
  #offered = '';
  #joined!: Promise<Room>;
  #join!: (room: Room) => void;

  /** @param onNews called when the room has something new to show */
  constructor(guest: Guest, version: string, onNews: () => void) {
    this.#guest = guest;
    this.#version = version;
    this.#onNews = onNews;
    this.#await();
  }

  /** The room that is named; `null` out of the page. */
  get room(): Room | null {
    if (this.#room && this.#room.name !== this.#guest.room) {
      this.leave();
      this.enter();
    }
    return this.#room;
  }

  /** The same, once there is one. */
  async joined(): Promise<Room> {
    return this.room ?? this.#joined;
  }

  enter(): void {
    const guest = this.#guest;
    if (this.#room || !guest.isConnected) return;
    const room = roomNamed(guest.room, this.#version);
    this.#room = room;
    const off = room.on((type, detail, seq) => {
      this.#onNews();
      const { session } = room.state;
      const init = { bubbles: true, composed: true, detail: { ...detail, room: room.name, session, seq } };
      guest.dispatchEvent(new CustomEvent(type, init));
    });
    const out = room.enter();
    this.#leave = () => (off(), out());
    this.#offered = '';
    this.ask();
    this.#join(room);
    guest.requestUpdate();
  }

  leave(): void {
    // Whoever waits for one goes on waiting.
    if (!this.#room) return;
    this.#room.wish(this, null);
    this.#leave!();
    this.#leave = this.#room = null;
    this.#await();
  }

  /** Tells the room what its guest asks for; it reads what can be chosen only where something about that has changed. */
  ask(): void {
    const { room } = this;
    const { maxVolume, keepDays, lockAfter, playlists, protocols, ownerDocument } = this.#guest;
    room?.wish(this, { maxVolume, keepDays, lockAfter });
    const key = keyOf([playlists, protocols]);
    if (!room || key === this.#offered) return;
    this.#offered = key;
    void room.offer({ playlists, protocols, base: ownerDocument.baseURI } as OfferSources);
  }

  #await(): void {
    this.#joined = new Promise((resolve) => (this.#join = resolve));
  }
}
