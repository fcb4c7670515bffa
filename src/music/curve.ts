/** How a gain gets from one value to another. */
export type Shape = keyof typeof shapes;

/** 60 dB down a fade counts as nothing and is switched off. */
const FLOOR = 0.001;

const shapes = {
  /** The power moves linearly: voices whose powers sum to one keep doing so through any overlap or reversal. */
  power: (a: number, b: number, part: number) => Math.sqrt(a * a + (b * b - a * a) * part),
  /** Down linearly in dB; up linearly, so that a return is heard soon and never bursts. */
  level: (a: number, b: number, part: number) =>
    b > a ? a + (b - a) * part : a * (Math.max(b, Math.min(a, FLOOR)) / a) ** part,
};

/** One move of a gain, from `t0` to `t1` (s). Before and after it the gain rests. */
export interface Move {
  readonly from: number;
  readonly to: number;
  readonly t0: number;
  readonly t1: number;
  readonly shape: Shape;
}

/** The moves of a gain in the order of their beginnings: each is overtaken by the next. Never empty. */
export type Curve = readonly [Move, ...Move[]];

/** A gain that rests. */
export const resting = (gain: number): Curve => [{ from: gain, to: gain, t0: -Infinity, t1: -Infinity, shape: 'level' }];

/** The gain at a time, s. */
export function gainAt(curve: Curve, t: number): number {
  const { from, to, t0, t1, shape } = curve.findLast((move) => move.t0 <= t) ?? curve[0];
  return t >= t1 ? to : from === to ? to : shapes[shape](from, to, (t - t0) / (t1 - t0));
}

/** The gain moves to another value from `t0` on, whatever was to come: it starts from what it has by then. */
export function moved(curve: Curve, to: number, t0: number, t1: number, shape: Shape): Curve {
  const before = curve.filter((move) => move.t0 < t0);
  return [...before.slice(-3), { from: gainAt(curve, t0), to, t0, t1: Math.max(t0, t1), shape }] as unknown as Curve;
}

/**
 * The points of the newest move, as a polyline an AudioParam can follow: 20 ms apart, further in long ones, where a point
 * is still less than 0.1 dB from the next.
 */
export function pointsOf(curve: Curve): { t: number; gain: number }[] {
  const { t0, t1, to, from, shape } = curve.at(-1) as Move;
  const straight = from === to || (shape === 'level' && to > from);
  const count = straight ? 1 : Math.ceil((t1 - t0) / Math.max(0.02, (t1 - t0) / 1000));
  const points = Array.from({ length: Math.max(0, count - 1) }, (_, i) => {
    const t = t0 + ((t1 - t0) * (i + 1)) / count;
    return { t, gain: gainAt(curve, t) };
  });
  // A fade to nothing reaches −60 dB and is then off.
  return [...points, { t: t1, gain: to }];
}
