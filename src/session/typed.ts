import type { Entry } from './types.js';

/** What was typed before the session, as it stands now. Private: shown only where staff look. */
export function typed(entries: readonly Entry[]): Record<string, string> {
  const found = {};
  for (const { type, data, private: secret } of entries)
    if (type === 'prepared' || type === 'changed') Object.assign(found, secret);
    else if (type === 'amended' && entries[data.of]?.type === 'prepared') Object.assign(found, secret?.change);
  return found;
}
