import { ANSWERS_WITHIN } from './presence.js';

/** An owner that was there may be busy: it is gone after so many calls without an answer. */
const CALLS = 3;

/**
 * Without locks (insecure origins) the windows of a room call each other: the lowest name has it, and none is lower than
 * its owner's. An owner answers, unless it is frozen.
 * @param call tells the others a name
 */
export function election(call: (name: string) => void, decide: (role: 'owner' | 'viewer') => void) {
  /** `null`: not in the election. */
  let own: string | null = null;
  let silences = CALLS - 1;
  let timer: ReturnType<typeof setTimeout>;

  const run = () => {
    clearTimeout(timer);
    own ||= `${Math.random()}`;
    call(own);
    timer = setTimeout(() => {
      if (++silences >= CALLS) return win();
      decide('viewer');
      run();
    }, ANSWERS_WITHIN);
  };
  const win = () => {
    clearTimeout(timer);
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
    leave() {
      clearTimeout(timer);
      own = null;
    },
    heard(name: string) {
      if (own === null) return;
      // The call is not in vain, whatever else comes of it.
      if (name < own) silences = -1;
      if (name > own) call(own);
    },
  };
}
