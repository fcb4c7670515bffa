import { StillroomError, mustBeAllowed, type CommandName } from '../session/index.js';
import { noOwner } from '../store/index.js';
import type { Calling, Inside } from './inside.js';
import type { OtherSessions } from './other-sessions.js';
import type { Method } from './room.types.js';

/** Commands by the name of the method. */
export type Table = { readonly [name: string]: (...args: never[]) => unknown };

/** What obeying needs of the room beside its parts. */
export interface Rest extends Pick<OtherSessions, 'note'> {
  readonly calling: Calling;
  /** Those that leave a session that was left open as it is. */
  readonly always: Table;
  /** Those of the other parts of the room. */
  readonly own: Table;
  readonly erasing: { readonly pending: Promise<unknown> | null };
  /** A person is there. */
  touch(): void;
  /** Brings the session to now. */
  tick(): void;
  leave(): Promise<void>;
}

/** Does a command in the window that runs the room. */
export function createObey({ claim, ledger, shown, tenure, now, run, sound }: Inside, room: Rest) {
  const { calling, erasing, always } = room;

  /** The commands that are more than a decision of the session. */
  const commands: Table = {
    ...always,
    ...room.own,
    open: () => run('open', [shown.state.preflight.filter(({ status }) => status === 'warning').map(({ id }) => id)]),
    note(text: string, options: { kind?: 'record' | 'process'; session?: string } = {}) {
      const { session = ledger.head?.id } = options;
      return session && session !== ledger.head?.id ? room.note(session, text, options) : run('note', [text, options]);
    },
    end: () => run('end', []),
    // Of one that was left open; this one was not, or there is none.
    resume() {
      throw new StillroomError('not-now', `No session was left open. Possible: ${shown.state.can.join(', ')}.`);
    },
    leave() {
      mustBeAllowed('leave', ledger.head, now());
      return room.leave();
    },
  };

  /** What a session left open for hours answers to. */
  const takenUp = (command: Method, args: readonly unknown[]) => {
    if (!shown.state.can.includes(command))
      throw new StillroomError('not-now', `This session was left open. Possible: ${shown.state.can.join(', ')}.`);
    shown.live.leftOpen = false;
    if (command === 'end') return run('end', ['left-open']);
    room.tick();
    sound();
    shown.refresh(true);
    // A dose is never refused.
    return command === 'dose' ? run('dose', args as never) : undefined;
  };

  /**
   * @param cmd its id, where another window gave it
   * @param givenUp whether that one waits for it no longer
   */
  return async (command: Method, args: readonly unknown[], cmd?: string, givenUp?: () => boolean): Promise<void> => {
    room.touch();
    while (erasing.pending) {
      await erasing.pending;
      if (!tenure.runs || givenUp?.()) throw noOwner();
    }
    room.tick();
    calling.cmd = cmd;
    try {
      const { leftOpen } = shown.live;
      const table = leftOpen ? always : commands;
      const done = Object.hasOwn(table, command)
        ? table[command]!(...(args as never[]))
        : leftOpen
          ? takenUp(command, args)
          : run(command as CommandName, args as never);
      calling.cmd = undefined;
      await done;
    } catch (error) {
      calling.cmd = undefined;
      if ((error as StillroomError).code === 'no-owner') claim.lose();
      throw error;
    }
  };
}
