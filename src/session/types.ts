/** Every public type of a session, in one place to import from. */
export type * from './command.types.js';
export type * from './entry.types.js';
export type * from './playlist.types.js';
export type * from './protocol.types.js';
export type * from './session.types.js';
export type * from './state.types.js';
