import { within } from './patience.js';

/** A window that is awake answers a call within so long, ms. */
export const ANSWERS_WITHIN = 300;

/**
 * Which windows of a room are there, and whether they are awake, by the browser's locks. Without locks nothing is known.
 * @param name of the lock of whoever has the room
 * @param post tells the other windows
 */
export function presence(name: string, post: (message: object) => void) {
  /** The lock of a window that runs the room and knows it: one that hangs gets the other all the same when its turn comes. */
  const acting = `runs:${name}`;
  /** Shared by all windows of the room, whether they run it, wait or hang. */
  const present = `open:${name}`;
  let absent = () => {};
  let answers = 0;

  /** Names of all locks that are held, once for each holder. */
  const allHeld = async () => {
    // Nobody waits for a browser that does not say.
    const query = navigator.locks ? within(navigator.locks.query()).catch(() => null) : null;
    return (await query)?.held?.map(({ name }) => name) ?? [];
  };
  const hold = (lock: string, options: LockOptions, until: Promise<void>) =>
    void navigator.locks?.request(lock, options, () => until).catch(() => {});

  return {
    /** This window is there, until it leaves. */
    arrive: () => hold(present, { mode: 'shared' }, new Promise((resolve) => (absent = resolve))),
    leave: () => absent(),

    /** This window runs the room, whoever was taken it or hangs. */
    act: (until: Promise<void>) => hold(acting, { steal: true }, until),

    /** Some window runs the room. */
    runs: async () => (await allHeld()).includes(acting),

    /** Some window has the room and does not run it. */
    async hangs() {
      const held = await allHeld();
      return held.includes(name) && !held.includes(acting);
    },

    /** All other windows answer. */
    async awake() {
      const others = (await allHeld()).filter((each) => each === present).length - 1;
      if (others <= 0) return true;
      answers = 0;
      post({ awake: true });
      await new Promise((resolve) => setTimeout(resolve, ANSWERS_WITHIN));
      return answers >= others;
    },

    /** @returns whether it was such a call, or an answer to one */
    heard(message: unknown): boolean {
      const { awake } = Object(message) as { awake?: boolean };
      if (awake) post({ awake: false });
      else if (awake === false) answers++;
      return awake !== undefined;
    },
  };
}
