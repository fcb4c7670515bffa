/** The class without registering it: `StillRoom.define(tag?, registry?)`. */
export { StillRoom } from './still-room.js';
export { StillroomError, type StillroomErrorCode } from './session/index.js';
export type { Offers, PrepareOptions, RoomEvents, SessionClock } from './room/index.js';
export type * from './session/types.js';
