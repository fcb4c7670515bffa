import type { Inside } from '../inside.js';
import type { Method } from '../room.types.js';
import { createCarrier, type Carrier } from './carry.js';
import { createFollower, type Follower } from './follow.js';
import type { Hears, Messages } from './messages.types.js';
import { createTakeOver, type TakeOver } from './take-over.js';

/** The windows of one room: the owner tells, the others follow, have their commands carried to it, and may take over. */
export interface Windows
  extends
    Pick<Follower, 'tell' | 'wait' | 'catchUp' | 'stop'>,
    Pick<Carrier, 'carry' | 'again'>,
    Pick<TakeOver, 'take'> {
  /** A message of another window. */
  hear(message: unknown): void;
}

/**
 * @param obey does a command in this window, as the owner
 * @param others what is heard of beside what windows are about
 */
export function createWindows(
  inside: Inside,
  obey: (name: Method, args: readonly unknown[], cmd: string) => Promise<unknown>,
  others: Hears,
): Windows {
  const { hears: follows, then, post, ...follower } = createFollower(inside, () => carrier.again());
  const { hears: carries, ...carrier } = createCarrier(inside, { then, post }, obey);
  const { hears: yields, ...takeOver } = createTakeOver(inside);
  const hears: Hears = { ...others, ...follows, ...carries, ...yields };
  return {
    ...follower,
    ...carrier,
    ...takeOver,
    hear(message) {
      for (const [kind, content] of Object.entries(message ?? {}))
        (hears[kind as keyof Messages] as ((content: unknown) => unknown) | undefined)?.(content);
    },
  };
}
