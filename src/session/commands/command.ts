import { secret, type Secretive, type Asked } from '../private.js';
import type { CommandName, Commands, Draft, EntryData, EntryPrivate, EntryType, Now, Session } from '../types.js';

/**
 * What a command comes to: plain facts in, drafts of entries out, none where there is nothing to change. May throw a
 * `StillroomError`, and nothing has changed then.
 */
export type Decide<N extends CommandName> = (session: Session, now: Now, ...args: Commands[N]) => Draft[];

/**
 * One row of the contract's table of methods: the statuses in which it is allowed, by initial (idle, prepared, open,
 * closing, ended), what it does, and what else must hold. A call that would change nothing is let through.
 */
export type Row<N extends CommandName> = readonly [
  when: string,
  decide: Decide<N>,
  also?: (session: Session, now: Now) => unknown,
];

/** Some rows of that table. */
export type Rows<N extends CommandName> = { readonly [K in N]: Row<K> };

/** A draft of an entry that a person caused. An empty private part still gets the staff's initials. */
export const draft = <T extends EntryType>(type: T, data: EntryData[T], secret?: EntryPrivate): Draft =>
  ({ type, cause: 'person', data, private: secret }) as Draft;

/** The same, with what was typed. */
export const typed = <T extends Secretive>(type: T, data: EntryData[T], given?: object, asked?: Asked): Draft =>
  draft(type, data, secret(type, given, asked));
