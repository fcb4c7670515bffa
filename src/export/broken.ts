import { fold } from '../session/apply.js';
import { publicPart, UNREADABLE } from '../session/stamp.js';
import type { Entry } from '../session/types.js';
import { dataOf } from './members.js';

const unreadable = ({ type: was, data, ...rest }: Entry) =>
  ({ ...rest, type: UNREADABLE, data: { was, data } }) as unknown as Entry;

function holds({ type, data }: Entry): boolean {
  try {
    return !!dataOf(type)(data, '');
  } catch {
    return false;
  }
}

/**
 * The journal as it can be read anywhere: what came broken from the disk, and what tells of things that are therefore
 * missing, changes nothing here either, and keeps its number, its words and what it was.
 */
export function readable(entries: readonly Entry[]): Entry[] {
  const whole = entries.map((entry) => (holds(entry) ? entry : unreadable(entry)));
  const broken = new Set<number>();
  fold(whole.map(publicPart), ({ seq }) => broken.add(seq));
  return whole.map((entry) => (broken.has(entry.seq) ? unreadable(entry) : entry));
}
