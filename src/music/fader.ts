import { gainAt, moved, resting, type Move } from './curve.js';

/** A change is written this far ahead, s: what is nearer may already have been rendered. */
export const AHEAD = 0.05;

/** A gain whose every change is a curve on the audio clock. What it has at any time is computed, never read back. */
export interface Fader {
  readonly node: GainNode;
  /** Where it is bound for, and when it gets there, s. */
  bound(): Move;
  at(t: number): number;
  /** Moves from what it has at `start` to `gain`, reached at `end`; overtakes whatever it was about to do. */
  move(gain: number, start: number, end: number, power?: boolean): void;
  /** Another gain (nothing) at once, without a fade: for what nobody hears just now. */
  cut(gain?: number): void;
}

/** @param now the audio clock, s */
export function createFader(ctx: BaseAudioContext, gain: number, now: () => number): Fader {
  const node = ctx.createGain();
  const param = node.gain;
  let curve = resting(gain);
  param.setValueAtTime(gain, 0);
  const bound = () => curve.at(-1)!;
  return {
    node,
    bound,
    at: (t) => gainAt(curve, t),
    move(to, start, end, power = false) {
      const t0 = Math.max(start, now() + AHEAD);
      const t1 = Math.max(end, t0 + AHEAD);
      curve = moved(curve, to, t0, t1, power);
      const { straight, at } = bound();
      // What lies before goes on unchanged: its line is cut where the new one begins.
      param.cancelScheduledValues(t0);
      param.linearRampToValueAtTime(at(t0), t0);
      // A polyline of 20 ms, coarser in long fades, where a piece is still less than 0.1 dB.
      const step = straight ? t1 : Math.max(0.02, (t1 - t0) / 1000);
      for (let t = t0 + step; t < t1; t += step) param.linearRampToValueAtTime(at(t), t);
      param.linearRampToValueAtTime(to, t1);
    },
    cut(to = 0) {
      curve = resting(to);
      param.cancelScheduledValues(now());
      param.setValueAtTime(to, now());
    },
  };
}
