import { gainAt, moved, pointsOf, resting, type Curve, type Shape } from './curve.js';

/** A change is written this far ahead, s: what is nearer may already have been rendered. */
export const AHEAD = 0.05;

/** A gain whose every change is a curve on the audio clock. What it has at any time is computed, never read back. */
export class Fader {
  readonly node: GainNode;
  #curve: Curve;
  #now: () => number;

  /** @param now the audio clock, s */
  constructor(ctx: BaseAudioContext, gain: number, now: () => number) {
    this.node = ctx.createGain();
    this.node.gain.setValueAtTime(gain, 0);
    this.#curve = resting(gain);
    this.#now = now;
  }

  /** Where it is bound for. */
  get target(): number {
    return this.#curve.at(-1)!.to;
  }

  /** When it gets there, s. */
  get done(): number {
    return this.#curve.at(-1)!.t1;
  }

  at(t: number): number {
    return gainAt(this.#curve, t);
  }

  /** Moves from what it has at `start` to `gain`, reached at `end`; overtakes whatever it was about to do. */
  move(gain: number, start: number, end: number, shape: Shape = 'level'): void {
    const t0 = Math.max(start, this.#now() + AHEAD);
    const { gain: param } = this.node;
    this.#curve = moved(this.#curve, gain, t0, Math.max(end, t0 + AHEAD), shape);
    param.cancelScheduledValues(t0);
    param.linearRampToValueAtTime(this.at(t0), t0);
    for (const point of pointsOf(this.#curve)) param.linearRampToValueAtTime(point.gain, point.t);
  }

  /** Moves over this many seconds from now. */
  over(seconds: number, gain: number): void {
    const now = this.#now();
    this.move(gain, now, now + AHEAD + seconds);
  }
}
