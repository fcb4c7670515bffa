import type { Live } from '../session/index.js';

/** Volume of a room that has never been set: 40 log10 0.35, about −18 dB; low, since nobody knows the loudspeaker. */
export const FIRST_VOLUME = 0.35;

/** The live parts of a room nothing is known of yet. */
export const idle = (room: string): Live => ({
  room,
  storage: 'durable',
  role: 'viewer',
  screen: 'may-sleep',
  persisted: null,
  preflight: [],
  blocked: false,
  soundless: false,
  leftOpen: false,
  unexported: 0,
  locked: false,
  sealed: false,
  unsealable: false,
  sealable: false,
  position: 0,
  next: null,
  volume: FIRST_VOLUME,
});
