/** One room: clock, journal, ownership and music, wired. Knows no view. */
export type { Offers, RoomEvent, RoomEvents } from './events.js';
export { idle } from './live.js';
export type { OfferSources } from './offers.js';
export { roomNamed } from './registry.js';
export type { Method, PrepareOptions, Room } from './room.js';
export type { SessionClock } from './session-clock.js';
