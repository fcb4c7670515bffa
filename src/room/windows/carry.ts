import { StillroomError } from '../../session/index.js';
import { randomId } from '../ids.js';
import type { Inside } from '../inside.js';
import type { Method } from '../room.types.js';
import type { Follower } from './follow.js';
import type { Hears, Messages } from './messages.types.js';

/** Without a word from the owner a call is asked again after so long, ms, and once more given up. */
const AGAIN = 2000;
/** Before it is given up an answer may still be on its way, ms: to a window that is busy timers come before messages. */
const ON_ITS_WAY = 500;

/** An answer that was on its way when it was asked for again is given again for so long, ms. */
const REMEMBERED = 30_000;

/** Carries a viewer's commands to the owner. Each has an id: whoever is asked, and however often, it is done once. */
export interface Carrier {
  /** Settled when what the owner wrote is durable, and this window shows it. @throws StillroomError the owner's, `no-owner` */
  carry(name: Method, args: readonly unknown[]): Promise<void>;
  /** Another window is the owner now, or this one: asks for what is not done. */
  again(): void;
  readonly hears: Hears;
}

/** @param obey does a command in this window, as the owner */
export function createCarrier(
  { claim, journal, ledger, tenure }: Inside,
  { then, post }: Pick<Follower, 'then' | 'post'>,
  obey: (name: Method, args: readonly unknown[], cmd: string, givenUp: () => boolean) => Promise<unknown>,
): Carrier {
  /** Of this window, not done yet. */
  const calls = new Map<string, { ask(): void; wait(): void; settle(error?: unknown): void }>();
  /** Until when others still wait for their calls, ms since the epoch. */
  const wanted = new Map<string, number>();
  /** What became of others' calls. */
  const answers = new Map<string, Promise<Messages['done']['error']>>();

  /** The owner before, which was asked first, has done it: what was to go is gone. */
  const isGone = (name: Method, { code }: StillroomError) =>
    name === 'erase' ? code === 'unknown' : name === 'leave' && !ledger.head;

  const serve = async ({ cmd, name, args, again }: Omit<Messages['call'], 'until'>) => {
    if (journal.did(cmd) || ledger.entries.some((entry) => entry.cmd === cmd)) return;
    await obey(name, args, cmd, () => wanted.get(cmd)! < Date.now()).catch((error) => {
      if (!again || !isGone(name, error as StillroomError)) throw error;
    });
  };

  return {
    carry: (name, args) =>
      new Promise((resolve, reject) => {
        const cmd = randomId();
        let timer: ReturnType<typeof setTimeout> | undefined;
        let silences = 0;
        let again = false;
        const wait = () => {
          clearTimeout(timer);
          timer = setTimeout(ask, AGAIN);
        };
        const settle = (error?: unknown) => {
          clearTimeout(timer);
          calls.delete(cmd);
          if (error) reject(error as Error);
          else resolve();
        };
        const giveUp = () =>
          settle(
            new StillroomError('no-owner', 'The window that runs this room does not answer. Run it from this window.'),
          );
        const ask = () => {
          clearTimeout(timer);
          const call = { cmd, name, args, again };
          again = true;
          if (tenure.runs) return void serve(call).then(settle, settle);
          if (silences++ > 1) {
            timer = setTimeout(giveUp, ON_ITS_WAY);
            return;
          }
          try {
            claim.post({ call: { ...call, until: Date.now() + AGAIN } });
            wait();
          } catch (cause) {
            settle(new StillroomError('bad-value', `“${name}” was given something that cannot be read.`, { cause }));
          }
        };
        const heard = () => {
          silences = 0;
          wait();
        };
        calls.set(cmd, { ask, wait: heard, settle });
        ask();
      }),
    again() {
      for (const { ask } of [...calls.values()]) ask();
    },
    hears: {
      async call({ until, ...call }) {
        const { cmd } = call;
        // One that was frozen finds calls that have long been given up.
        if (!tenure.runs || until < Date.now()) return;
        claim.post({ got: cmd });
        wanted.set(cmd, until);
        const answer =
          answers.get(cmd) ??
          serve(call).then(
            () => null,
            ({ code = 'storage', message }: StillroomError) => ({ code, message }),
          );
        answers.set(cmd, answer);
        const error = await answer;
        wanted.delete(cmd);
        setTimeout(() => answers.delete(cmd), REMEMBERED);
        // The next owner is asked again.
        if (error?.code === 'no-owner') answers.delete(cmd);
        else post({ done: { cmd, error } });
      },
      got: (cmd) => calls.get(cmd)?.wait(),
      done: ({ cmd, error }) =>
        // Where this window runs the room meanwhile it asks itself again: what was done may not be here.
        then(() => tenure.runs || calls.get(cmd)?.settle(error && new StillroomError(error.code, error.message))),
    },
  };
}
