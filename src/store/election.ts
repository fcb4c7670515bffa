import { ANSWERS_WITHIN } from './presence.js';

/** An owner that was there may be busy: it is gone after so many calls without an answer. */
const CALLS = 3;

export type Election = ReturnType<typeof election>;

/**
 * Without locks (insecure origins) the windows of a room call each other: the lowest name has it, and none is lower than
 * its owner's. An owner answers, unless it is frozen.
 * @param call tells the others a name
 */
export function election(call: (name: string) => void, decide: (role: 'owner' | 'viewer') => void) {
  /** `null`: not called yet. */
  let own: string | null = null;
  let outranked = false;
  let silences = CALLS - 1;
  /** The newest call; `null`: this window has gone. */
  let turn: object | null = null;

  const run = () => {
    const mine = (turn = {});
    own ||= `${Math.random()}`;
    outranked = false;
    call(own);
    setTimeout(() => {
      if (mine !== turn) return;
      silences = outranked ? 0 : silences + 1;
      if (silences >= CALLS) return win();
      decide('viewer');
      run();
    }, ANSWERS_WITHIN);
  };
  const win = () => {
    turn = {};
    own = '';
    decide('owner');
  };

  return {
    /** There are no locks. */
    get needed() {
      return own !== null;
    },
    run,
    /** Whoever has the room, it is this window's. */
    win,
    /** It is another's, or to be: that one has all the calls to answer. */
    lose() {
      silences = 0;
      run();
    },
    leave: () => void (turn = null),
    heard(name: string) {
      if (own === null || !turn) return;
      outranked ||= name < own;
      if (name > own) call(own);
    },
  };
}
