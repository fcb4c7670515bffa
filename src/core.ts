/**
 * The pure part: protocols, playlists, journals, copies of sessions and states as plain functions over plain data. No
 * DOM; runs in Node and in workers.
 */
export * from './session/index.js';
export { parseProtocol } from './session/protocol/parse.js';
export { builtinProtocols } from './session/protocol/builtin.js';
export { parsePlaylist, readPlaylist } from './music/playlist/parse.js';
export { copyOf, readCopy, type Part } from './export/index.js';
export { builtinPlaylists } from './music/playlist/builtin.js';
