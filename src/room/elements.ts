import type { Room } from './room.types.js';
import { careful, type Wishes } from './wishes.js';

/** The owner lets go so long after the last element has gone, ms, since a moved element comes back. */
const LETS_GO = 10_000;

/** The elements of this page that show a room, and what they ask of it. */
export interface Elements extends Pick<Room, 'enter' | 'wish'> {
  readonly any: boolean;
}

export interface ElementCallbacks {
  onFirst(): void;
  onLast(): void;
  /** What has gone has stayed away. */
  onGone(): void;
  /** What all of them together ask for now. */
  onWish(wishes: Wishes): void;
  /** Something would be lost if the room were let go: an element may come back, and a full disk be emptied. */
  holds(): boolean;
}

export function createElements({ onFirst, onLast, onGone, onWish, holds }: ElementCallbacks): Elements {
  const wishes = new Map<object, Wishes>();
  let count = 0;
  let letGo: ReturnType<typeof setTimeout> | undefined;

  const lettingGo = () => {
    if (holds()) letGo = setTimeout(lettingGo, LETS_GO);
    else onGone();
  };

  return {
    get any() {
      return count > 0;
    },
    wish(element, wished) {
      if (wished) wishes.set(element, wished);
      else wishes.delete(element);
      if (wishes.size) onWish(careful([...wishes.values()]));
    },
    enter() {
      clearTimeout(letGo);
      if (!count++) onFirst();
      return () => {
        if (--count) return;
        onLast();
        letGo = setTimeout(lettingGo, LETS_GO);
      };
    },
  };
}
