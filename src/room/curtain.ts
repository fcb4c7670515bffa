import type { RoomRecord } from '../store/index.js';

/** The last word of a journal on what is private is that it was hidden. */
export const endsHidden = (entries: readonly { type: string }[] = []) =>
  entries.findLast(({ type }) => /^(un)?locked$/.test(type))?.type === 'locked';

/**
 * What a window has hidden by itself its tab remembers over reloads: it says nothing of the other windows, and the room's
 * record is its owner's to write.
 * @param hidden left out: only asks
 */
export function hiddenHere(room: string, hidden?: boolean): boolean {
  const key = `stillroom-hidden:${room}`;
  try {
    if (hidden) sessionStorage.setItem(key, '1');
    else if (hidden === false) sessionStorage.removeItem(key);
    return !!sessionStorage.getItem(key);
  } catch {
    // Where the browser stores nothing.
    return false;
  }
}

/**
 * Whether a window that is loaded begins with what is private hidden: a curtain is not opened by a reload. Sessions come
 * and go under it, so that the room's record says so; where it does not yet, the session's journal does.
 */
export const staysHidden = (room: string, { locked }: RoomRecord, entries: readonly { type: string }[]) =>
  hiddenHere(room) || (locked ?? endsHidden(entries));
