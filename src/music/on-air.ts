import { apply } from '../session/apply.js';
import type { Draft, Session } from '../session/types.js';

/**
 * The session whose music is on the air: the one that is told, and while the music of one that is over still fades, that
 * one as it was last. What its music does then is told to nobody, and only remembered here.
 */
export function createOnAir(now: () => number, onFact: (draft: Draft) => void) {
  let session: Session | null = null;
  let over = true;
  /** Session time when it was told, ms, and when that was, s. */
  let t = 0;
  let told = 0;
  const time = () => t + (now() - told) * (session?.pace ?? 1) * 1000;

  return {
    get session() {
      return session;
    },
    /** Its time, ms. */
    time,
    /** @param time ms */
    update(to: Session | null, time: number): void {
      over = to?.status !== 'open' && to?.status !== 'closing';
      // A list that was only listened to has no session to go on from.
      if (over && session?.id) return;
      session = over ? null : to;
      t = time;
      told = now();
    },
    tell(draft: Draft): void {
      if (!over) return onFact(draft);
      const at = time();
      session = apply(session, { ...draft, session: session!.id, seq: session!.journal.length, t: at, at });
    },
    /** Nothing of it is heard any more. */
    off(): void {
      if (over) session = null;
    },
  };
}
