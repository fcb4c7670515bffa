import type { Entry } from '../session/types.js';

/** What was typed before the session, as it stands now. Private: shown only where staff look. */
export function typed(entries: readonly Entry[]): Record<string, string> {
  const found = {};
  for (const { type, data, private: secret } of entries)
    if (type === 'prepared' || type === 'changed') Object.assign(found, secret);
    else if (type === 'amended' && entries[data.of]?.type === 'prepared') Object.assign(found, secret?.change);
  return found;
}

/** Letters and digits that are not taken for one another. */
const LETTERS = 'ABCDEFGHJKLMNPQRTUVWXY346789';

/** A session code of five characters; enough to tell the patients of one device apart. */
export const newCode = (): string =>
  [...crypto.getRandomValues(new Uint8Array(5))].map((byte) => LETTERS[byte % LETTERS.length]).join('');
