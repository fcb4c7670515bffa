import type { Cause, Draft, EntryData, EntryPrivate, EntryType } from '../types.js';

/** A draft of an entry that a person caused. An empty private part still gets the staff's initials. */
export const draft = <T extends EntryType>(type: T, data: EntryData[T], secret?: EntryPrivate): Draft =>
  ({ type, cause: 'person' satisfies Cause, data, ...(secret && { private: secret }) }) as Draft;
