import { openRoom } from './room.js';
import type { Room } from './room.types.js';

/** One Room for each name in a script, however many elements show it. */
const rooms = new Map<string, Room>();

/** The room of this name, opened with the first call. */
export function roomNamed(name: string, version: string): Room {
  let room = rooms.get(name);
  if (!room) {
    room = openRoom(name, version, () => rooms.delete(name));
    rooms.set(name, room);
  }
  return room;
}
