import type { Session } from './types.js';

/** Silenced, or quiet since closing: `music()` brings it back. */
export const hushed = ({ silenced, quiet }: Session) => !!silenced || quiet;

/** Music is wanted in this session, whether or not it is silenced just now. */
export const wanted = ({ status, quiet, playlist }: Session): boolean =>
  (status === 'open' || (status === 'closing' && !quiet)) && playlist.id !== 'silence';
