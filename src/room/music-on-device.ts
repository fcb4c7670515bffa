import { clear } from 'idb-keyval';
import type { RoomEvents } from './events.js';
import type { Music, MusicOptions, Trouble } from '../music/index.js';
import { connect } from '../store/index.js';

/** Why a piece is not brought onto the device, and what a person can do. */
const WHY: Readonly<Record<Trouble, string>> = {
  'no-cors':
    'cannot be read: its server answers without Access-Control-Allow-Origin. Set it there, on errors too; it is tried again.',
  source: 'does not come: its server does not have it, or sends something else.',
  network: 'cannot be reached; it is tried again.',
  storage: 'finds no room on this device; it plays from the network.',
};

const database = (room: string) => connect(`stillroom-music:${room}`);

/** Removes what it kept. @param music forgets it first @param awake so is every window that holds on to it */
export async function eraseMusic(room: string, music: Music, awake: boolean): Promise<void> {
  await music.forget();
  const { destroy, strict } = database(room);
  await (awake ? destroy() : clear(strict)).catch(() => {});
}

/** Keeps a room's music on the device, in a database of its own: erasing or filling it touches no journal. */
export const musicOnDevice = (
  room: string,
  tell: (problem: RoomEvents['still-problem']) => void,
): Pick<MusicOptions, 'use' | 'onTrouble'> => ({
  use: database(room).relaxed,
  onTrouble: ({ title }, trouble) => tell({ code: trouble, message: `“${title}” ${WHY[trouble]}`, recovered: true }),
});
