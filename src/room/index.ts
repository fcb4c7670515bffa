/** One room: clock, journal, ownership and music, wired. Knows no view. */
export type { PrepareOptions } from './choices.js';
export type { Offers, RoomEvents } from './events.js';
export { idle } from './live.js';
export type { OfferSources } from './offers.js';
export { roomNamed } from './registry.js';
export type { Method, Room } from './room.types.js';
export type { SessionClock } from './session-clock.js';
