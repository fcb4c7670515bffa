/** Copies of a session to take away, and back: pure, of a journal and nothing else. */
export { copyOf } from './file.js';
export { unexported, type Part } from './parts.js';
export { MOST_CHARACTERS, readCopy } from './read.js';
