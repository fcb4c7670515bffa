import type { Room } from './room.types.js';

/** What an element asks of its room, each a limit. */
export type Wishes = Pick<Room, 'maxVolume' | 'keepDays' | 'lockAfter'>;

/** Of several elements of one room the most careful wish holds, whoever was there first: the lowest ceiling, the soonest lock, the longest keeping. */
export const careful = (all: readonly Wishes[]): Wishes => ({
  maxVolume: Math.min(...all.map(({ maxVolume }) => maxVolume)),
  keepDays: Math.max(...all.map(({ keepDays }) => keepDays)),
  // 0 is never.
  lockAfter: all.map(({ lockAfter }) => lockAfter).sort((a, b) => (a || Infinity) - (b || Infinity))[0]!,
});
