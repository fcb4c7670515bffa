import { unknown } from '../session/errors.js';
import { decide, type Draft, type Entry, type Now, type Session } from '../session/index.js';
import { randomId } from './ids.js';
import type { Calling, Inside } from './inside.js';
import { openLedger } from './ledger.js';

/** What is written to sessions that are not the room's current one. */
export interface OtherSessions {
  /** Adds what is decided, at the session's own time. @throws `unknown` */
  add(session: string, decided: (head: Session, now: Now) => Draft[]): Promise<void>;
  note(session: string, ...args: [text: string, options: object]): Promise<void>;
  /** After what is being written to any of them. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
}

/** @param tellLeft tells the other windows of a session that could not be stored whole */
export function createOtherSessions(
  { journal, ledger }: Inside,
  calling: Calling,
  tellLeft: (entries: readonly Entry[]) => void,
): OtherSessions {
  /** They are read first: one after the other, so that no two of them count the same number. */
  let turn: Promise<unknown> = Promise.resolve();

  const others: OtherSessions = {
    inTurn(work) {
      const done = turn.then(work);
      turn = done.catch(() => {});
      return done;
    },
    add(session, decided) {
      const cmd = calling.cmd ?? randomId();
      return others.inTurn(async () => {
        const at = Date.now();
        const other = openLedger(journal, () => {});
        other.load(await journal.read(session));
        const { head, entries } = other;
        if (!head) throw unknown('session', session);
        // Asked for again: it is not done again.
        if (entries.some((entry) => entry.cmd === cmd)) return;
        const last = head.journal.at(-1)!;
        const now = { t: last.t + Math.max(0, at - last.at) * head.pace, at };
        await other.append(decided(head, now), now, cmd);
        if (journal.storage === 'durable') return;
        ledger.keep(entries);
        tellLeft(entries);
      });
    },
    note: (session, ...args) => others.add(session, (head, at) => decide(head, 'note', args, at)),
  };
  return others;
}
