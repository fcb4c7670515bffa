import type { Protocol, State } from '../session/types.js';
import type { Clock } from './face.types.js';
import { MINUTE } from './view.js';

/** Half the arc's angle, degrees. In a drawing 1000 wide it has a radius of 600 about this centre. */
const HALF = 51.5;
export const CENTRE = '500 633';

/** Degrees from the top of the arc to a place on it, 0 to 1. */
export const turn = (at: number): number => (at * 2 - 1) * HALF;

/** The arc from its foot to a place on it, 0 to 1. */
export function arc(at: number): string {
  const angle = (turn(at) * Math.PI) / 180;
  return `M30.4 259.5A600 600 0 0 1 ${500 + 600 * Math.sin(angle)} ${633 - 600 * Math.cos(angle)}`;
}

/** An open-ended phase takes this much of the arc, minutes. */
const OPEN_ENDED = 12;

/** Where each phase ends on the arc, 0 to 1. */
function ends(protocol: Protocol | null): number[] {
  let sum = 0;
  const sums = (protocol?.phases ?? []).map((phase) => (sum += phase.minutes ?? OPEN_ENDED));
  return sums.map((end) => end / sum);
}

/** The divisions between phases. */
export const divisions = (protocol: Protocol | null): number[] => ends(protocol).slice(0, -1);

/** How far the session has come on the arc, 0 to 1. Within a phase by its time; an open-ended one never quite ends. */
export function travelled({ protocol, phase }: State, { phaseFor, phaseLeft }: Clock): number {
  if (!phase) return 0;
  const all = ends(protocol);
  const from = all[phase.index - 1] ?? 0;
  const passed = phaseFor ?? 0;
  const part = passed / (passed + (phaseLeft ?? OPEN_ENDED * MINUTE) || 1);
  return from + ((all[phase.index] ?? 1) - from) * part;
}
