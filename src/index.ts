import { StillRoom } from './still-room.js';

// Rendered on a server there is nothing to register with.
if (globalThis.customElements) StillRoom.define();

export { StillRoom };
export { StillroomError, type StillroomErrorCode } from './session/index.js';
export type { Offers, PrepareOptions, RoomEvents, SessionClock } from './room/index.js';
export type * from './session/types.js';
