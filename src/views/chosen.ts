import type { Entry } from '../session/types.js';

/** What was chosen and typed before the session, as it stands now. Private: shown only where staff look. */
export function chosen(entries: readonly Entry[]): Record<string, string> {
  const found: Record<string, string | undefined> = {};
  for (const { type, data, private: typed } of entries) {
    const { code, intention, touch, staff } = (type === 'amended' ? (typed?.change ?? {}) : (typed ?? {})) as typeof found;
    const about = type === 'amended' ? entries[data.of]?.type : type;
    if (about !== 'prepared' && about !== 'changed') continue;
    for (const [name, value] of Object.entries({ code, intention, touch, staff }))
      if (value !== undefined) found[name] = value;
    if (type === 'prepared' || type === 'changed') {
      found.protocol = data.protocol?.id ?? found.protocol;
      found.playlist = data.playlist?.id ?? found.playlist;
    }
  }
  return found as Record<string, string>;
}

/** Letters and digits that are not taken for one another. */
const LETTERS = 'ABCDEFGHJKLMNPQRTUVWXY346789';

/** A session code of five characters; enough to tell the patients of one device apart. */
export const newCode = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(5)), (byte) => LETTERS[byte % LETTERS.length]).join('');
