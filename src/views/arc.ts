import type { Protocol, State } from '../session/types.js';
import type { Clock } from './face.types.js';
import { MINUTE } from './view.js';

/** Half the arc's width and its radius, in units of a drawing 1000 wide whose arc peaks at 33. */
const HALF = 470;
const RADIUS = 600;
const SPAN = (Math.asin(HALF / RADIUS) * 180) / Math.PI;
const FOOT = 33 + RADIUS - Math.sqrt(RADIUS ** 2 - HALF ** 2);

export const CENTRE = `500 ${33 + RADIUS}`;
export const ARC = `M${500 - HALF} ${FOOT}A${RADIUS} ${RADIUS} 0 0 1 ${500 + HALF} ${FOOT}`;

/** Degrees from the top of the arc to a place on it, 0 to 1. */
export const turn = (at: number): number => Number(((at * 2 - 1) * SPAN).toFixed(2));

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
