/** 60 dB down a fade counts as nothing and is switched off. */
const FLOOR = 0.001;

/** One move of a gain, from `t0` to `t1` (s). Afterwards the gain rests at `to`. */
export interface Move {
  readonly to: number;
  readonly t0: number;
  readonly t1: number;
  /** The gain itself moves linearly. */
  readonly straight: boolean;
  at(t: number): number;
}

/** The moves of a gain in the order of their beginnings: each is overtaken by the next. Never empty. */
export type Curve = readonly Move[];

/** A gain that rests. */
export const resting = (gain: number): Curve => [
  { to: gain, t0: -Infinity, t1: -Infinity, straight: true, at: () => gain },
];

/** The gain at a time, s. */
export const gainAt = (curve: Curve, t: number): number => (curve.findLast(({ t0 }) => t0 <= t) ?? curve[0]!).at(t);

/**
 * The gain moves to another value from `t0` on, whatever was to come: it starts from what it has by then.
 *
 * @param power the power moves linearly, so that voices whose powers sum to one keep doing so through any overlap or
 *   reversal. Otherwise the gain falls linearly in dB, to −60 and then off, and rises linearly, so that a return is soon
 *   heard and never bursts.
 */
export function moved(curve: Curve, to: number, t0: number, t1: number, power: boolean): Curve {
  const from = gainAt(curve, t0);
  const straight = from === to || (!power && to > from);
  const at = (t: number) => {
    const part = (t - t0) / (t1 - t0);
    if (part >= 1) return to;
    if (straight) return from + (to - from) * part;
    return power
      ? Math.sqrt(from * from + (to * to - from * from) * part)
      : from * (Math.max(to, Math.min(from, FLOOR)) / from) ** part;
  };
  return [...curve.filter((move) => move.t0 < t0).slice(-8), { to, t0, t1, straight, at }];
}
