import type { Entry, StillroomError } from '../../session/index.js';
import type { Inside } from '../inside.js';
import type { Method } from '../room.types.js';
import { createCarrier, type Carrier } from './carry.js';
import { createFollower, type Follower } from './follow.js';
import type { Hears, Messages } from './messages.types.js';
import { createTakeOver, type TakeOver } from './take-over.js';

/** The windows of one room: the owner tells, the others follow, have their commands carried to it, and may take over. */
export interface Windows
  extends
    Pick<Follower, 'tell' | 'tellLeft' | 'wait' | 'catchUp' | 'stop'>,
    Pick<Carrier, 'carry' | 'again'>,
    Pick<TakeOver, 'take'> {
  /** Has what was shown as done here, and is not in the room's journal, written there. */
  keep(lost: readonly Entry[]): void;
  /** A message of another window. */
  hear(message: unknown): void;
}

/**
 * @param obey does a command in this window, as the owner
 * @param others what is heard of beside what windows are about
 */
export function createWindows(
  inside: Inside,
  obey: (name: Method, args: readonly unknown[], cmd: string, givenUp: () => boolean) => Promise<unknown>,
  others: Hears,
): Windows {
  const keep = async (lost: readonly Entry[]) => {
    if (!lost[0]) return;
    const opened = await inside.journal.vault.open(lost);
    await carrier.carry('keep', [lost[0].session, opened]).catch(({ code, message }: StillroomError) => {
      inside.shown.tell({ 'still-problem': { code, message, recovered: false } });
    });
  };
  const { hears: follows, then, post, ...follower } = createFollower(inside, () => carrier.again(), keep);
  const { hears: carries, ...carrier } = createCarrier(inside, { then, post }, obey);
  const { hears: yields, ...takeOver } = createTakeOver(inside);
  const hears: Hears = { ...others, ...follows, ...carries, ...yields };
  return {
    ...follower,
    ...carrier,
    ...takeOver,
    keep: (lost) => void keep(lost),
    hear(message) {
      for (const [kind, content] of Object.entries(message ?? {}))
        (hears[kind as keyof Messages] as ((content: unknown) => unknown) | undefined)?.(content);
    },
  };
}
