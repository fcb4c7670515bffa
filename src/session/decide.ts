import { checkIns } from './commands/check-ins.js';
import type { Row, Rows } from './commands/command.js';
import { doses } from './commands/doses.js';
import { levels } from './commands/levels.js';
import { phases } from './commands/phases.js';
import { record } from './commands/record.js';
import { span } from './commands/span.js';
import { undo } from './commands/undo.js';
import { StillroomError } from './errors.js';
import type { CommandName, Commands, Draft, Now, Session } from './types.js';

/** The contract's table of methods, with the two that a session allows but does not decide. */
const table: Readonly<Rows<CommandName> & Record<'leave' | 'listen', readonly [when: string]>> = {
  ...span,
  ...doses,
  ...phases,
  ...levels,
  ...checkIns,
  ...record,
  ...undo,
  leave: ['pe'],
  listen: ['ip'],
};

/** A method that stands in the table. */
export type Known = keyof typeof table;

/** All of them, by name. */
export const methods = Object.keys(table) as Known[];

function allowed(name: Known, session: Session | null, now: Now): boolean {
  const [when, , also] = table[name] as Row<'undo'>;
  return when.includes((session?.status ?? 'idle')[0]!) && (!session || !also || !!also(session, now));
}

/** The methods of that table that are allowed now. */
export const can = (session: Session | null, now: Now): string[] =>
  methods.filter((name) => allowed(name, session, now));

/** @throws StillroomError `unknown`; or `not-now`, saying what is possible */
export function mustBeAllowed(name: Known, session: Session | null, now: Now): void {
  if (!Object.hasOwn(table, name)) throw new StillroomError('unknown', `There is no “${String(name)}”.`);
  if (!allowed(name, session, now))
    throw new StillroomError('not-now', `“${name}” is not possible now. Possible: ${can(session, now).join(', ')}.`);
}

/**
 * What a command comes to: the entries to append, none where there is nothing to change. Pure.
 * @param session `null` for `prepare` in an idle room
 * @throws StillroomError `not-now`, `unknown` or `bad-value`; nothing has changed then
 */
export function decide<N extends CommandName>(session: Session | null, name: N, args: Commands[N], now: Now): Draft[] {
  mustBeAllowed(name, session, now);
  try {
    return (table[name] as unknown as Row<'undo'>)[1](session as Session, now, ...(args as []));
  } catch (cause) {
    if (cause instanceof StillroomError) throw cause;
    // Arguments come from a page: what cannot even be read (null, proxies, getters that throw) is a bad value, too.
    throw new StillroomError('bad-value', `“${name}” was given something that cannot be read.`, { cause });
  }
}
