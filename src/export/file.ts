import { oneOf } from '../session/read.js';
import type { Entry } from '../session/types.js';
import { partOf, type Part } from './parts.js';

/** What a file of ours calls itself, and the newest shape of it that is known here: see playlists/session.schema.json. */
export const FORMAT = 'stillroom-session';
export const SCHEMA = 1;

interface Writer {
  /** MIME type. */
  readonly type: string;
  write(session: string, entries: readonly Entry[], parts: Part): string;
}

/** By the name of the format. Each gets the entries of the parts that were asked for, and nothing else. */
const writers: Readonly<Record<string, Writer>> = {
  json: {
    type: 'application/json',
    write: (session, entries, parts) =>
      JSON.stringify({ format: FORMAT, schema: SCHEMA, parts, session, entries }, null, 1),
  },
};

/**
 * A copy of a session to take away: its text and MIME type.
 * @param entries the whole journal, private parts in clear
 * @throws `bad-value` for a format or a part that there is not, and says which there are
 */
export function copyOf(entries: readonly Entry[], format: unknown, parts: unknown): { text: string; type: string } {
  const { type, write } = writers[oneOf(...Object.keys(writers))(format, 'format')]!;
  const part = oneOf<Part>('chart', 'notes', 'all')(parts, 'parts');
  return { type, text: write(entries[0]!.session, partOf(entries, part), part) };
}
