/** All faces of a room. They get a `Face`, send commands, and know nothing of storage or sound. */
export { defineViews } from './define.js';
export type { Clock, Face, Offers, Words } from './face.types.js';
export { styles } from './styles.js';
