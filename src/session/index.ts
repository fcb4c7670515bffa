/** What a session is: facts in, state out. Pure; plain data, no clock, no storage, no sound. */
export { agenda, type Deadline } from './agenda.js';
export { apply, fold } from './apply.js';
export { clampVolume, stepVolume } from './commands/levels.js';
export { can, decide, methods, mustBeAllowed } from './decide.js';
export { StillroomError, type StillroomErrorCode } from './errors.js';
export { placeOf, publicPart, staffAfter, stamp } from './stamp.js';
export { freeze, stateOf } from './state.js';
export { MINUTE, dosesOf, momentOf, zeroOf } from './time.js';
export { typed } from './typed.js';
export type * from './types.js';
