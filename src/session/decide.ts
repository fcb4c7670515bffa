import { checkIns } from './commands/check-ins.js';
import { doses } from './commands/doses.js';
import { levels } from './commands/levels.js';
import { phases } from './commands/phases.js';
import { record } from './commands/record.js';
import { span } from './commands/span.js';
import { undo } from './commands/undo.js';
import { StillroomError } from './errors.js';
import { mustBeAllowed } from './rules.js';
import type { CommandName, Commands, Draft, Now, Session } from './types.js';

/** Decides one command: plain facts in, drafts of entries out. */
export type Decide<N extends CommandName> = (session: Session, now: Now, ...args: Commands[N]) => Draft[];

type Deciders = { readonly [N in CommandName]: Decide<N> };

const deciders: Deciders = { ...span, ...doses, ...phases, ...levels, ...checkIns, ...record, undo };

/**
 * What a command comes to: the entries to append, none where there is nothing to change. Pure.
 * @param session `null` for `prepare` in an idle room
 * @throws StillroomError `not-now`, `unknown` or `bad-value`; nothing has changed then
 */
export function decide<N extends CommandName>(session: Session | null, name: N, args: Commands[N], now: Now): Draft[] {
  const decider = deciders[name] as Decide<N> | undefined;
  if (!decider) throw new StillroomError('unknown', `There is no “${String(name)}”.`);
  mustBeAllowed(name, session, now);
  return decider(session as Session, now, ...args);
}
