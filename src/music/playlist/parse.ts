import { StillroomError } from '../../session/errors.js';
import { MOST } from '../../session/protocol/plain.js';
import { readPlaylist, type ReadPlaylist } from './jspf.js';
import { fromM3u } from './m3u.js';

export { readPlaylist, type ReadPlaylist };

/**
 * Reads the text of a playlist, JSPF or M3U8, told by what it holds and not by its name.
 *
 * @param text of the file, at most 5 MB
 * @param address of the file, for messages and for an id where the list has none of its own
 * @param base address that locations are relative to
 * @throws `bad-playlist`, and nothing else
 */
export function parsePlaylist(text: string, address: string, base = address): ReadPlaylist {
  // What is no text reads as an empty one: the caller may be plain JavaScript.
  const body = typeof text === 'string' ? text.trim() : '';
  if (/^[[{]/.test(body) || body.length > MOST) return readPlaylist(body, address, base);
  const stream = /^#EXT-X-/m.test(body);
  const list = stream ? null : fromM3u(body);
  if (list) return readPlaylist(list, address, base);
  throw new StillroomError(
    'bad-playlist',
    `${address}: it should be a JSPF or M3U8 list of tracks${stream ? ', not a stream (HLS)' : ''}.`,
  );
}
