import { after } from '../after.js';
import { randomId } from '../ids.js';
import type { Inside } from '../inside.js';
import type { Hears } from './messages.types.js';

/** The owner writes what is left and lets go within so long, ms; after that it is not waited for. */
const YIELDS_WITHIN = 1000;
/** So long it keeps the room free for whoever asked, ms. */
const GRACE = 2000;

/** The room goes from one window to another because a person wants it there. */
export interface TakeOver {
  /** Settled when this window runs the room. @param why the button, or a touch that the browser wanted for the sound */
  take(why: 'person' | 'touch'): Promise<void>;
  readonly hears: Hears;
}

export function createTakeOver({ claim, journal, keepPlace, takeUp, tenure }: Inside): TakeOver {
  let asked = '';
  let free = () => {};
  let taking: Promise<void> | null = null;

  const take = async (why: 'person' | 'touch') => {
    const freed = new Promise<void>((resolve) => (free = resolve));
    claim.post({ yield: (asked = randomId()) });
    await Promise.race([freed, after(YIELDS_WITHIN)]);
    tenure.why = why;
    await claim.steal();
    await takeUp();
    taking = null;
  };

  return {
    async take(why) {
      if (!tenure.runs) await (taking ??= take(why));
    },
    hears: {
      async yield(id) {
        if (!tenure.runs) return;
        keepPlace();
        await Promise.race([journal.flush(), after(YIELDS_WITHIN)]);
        claim.lose(GRACE);
        claim.post({ free: id });
      },
      free: (id) => id === asked && free(),
    },
  };
}
