/** What a device keeps: the journal of each session, and which window of a room may write it. */
export { connect } from './connection.js';
export { noOwner } from './fence.js';
export { openJournal } from './journal.js';
export { within } from './patience.js';
export type { ErasedFor, HeaderQuery, Journal } from './journal.types.js';
export { claim, type Claim, type ClaimCallbacks } from './owner.js';
export type { Header, Place, RoomRecord, Unsaved } from './records.js';
export type { RoomKeys } from './vault-keys.js';
export { putSign, signGone } from './sign.js';
