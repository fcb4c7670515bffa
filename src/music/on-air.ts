import { apply } from '../session/apply.js';
import type { Draft, Session } from '../session/types.js';

/** A session as it was told last: its time then, ms, and when that was, s. */
interface Known {
  readonly session: Session;
  readonly t: number;
  readonly at: number;
}

/**
 * The session whose music is on the air: the one that is told, and while the music of one that is over still fades, that
 * one as it was last, even if another is told by then. What its music does then is told to nobody, and only remembered
 * here.
 */
export function createOnAir(now: () => number, onFact: (draft: Draft) => void) {
  let on: Known | null = null;
  let told: Known | null = null;
  const time = () => (on ? on.t + (now() - on.at) * on.session.pace * 1000 : 0);

  return {
    get session() {
      return on?.session ?? null;
    },
    /** Nobody goes on with it: it is over. */
    get over() {
      return on !== told;
    },
    /** Another session waits for it to be gone. */
    get late() {
      return !!told && on !== told;
    },
    /** Its time, ms. */
    time,
    /** @param t ms */
    update(session: Session | null, t: number): void {
      told = session?.status === 'open' || session?.status === 'closing' ? { session, t, at: now() } : null;
      if (told && (!on || on.session.id === told.session.id)) on = told;
    },
    tell(draft: Draft): void {
      if (on === told) return onFact(draft);
      const { session } = on!;
      const at = time();
      on = {
        ...on!,
        session: apply(session, { ...draft, session: session.id, seq: session.journal.length, t: at, at })!,
      };
    },
    /** Nothing of it is heard any more. */
    off(): void {
      on = told;
    },
  };
}
