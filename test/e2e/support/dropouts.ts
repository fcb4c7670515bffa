import type { Heard } from './recorder.js';

/** ms. Short enough for what an ear takes for a click. */
export const WINDOW = 5;
/** Two recordings begin within this many windows of each other. */
const AROUND = 60;
/** Below it nothing is heard, dBFS. */
const SILENT = -50;

/** Windows of 5 ms that fell silent, by their index. */
export interface Dropouts {
  /** The subject's. */
  own: number[];
  /** What the control lost within 0.3 s of them as well: the machine's. */
  shared: number[];
  /** The control's, whatever the subject did meanwhile. */
  lost: number[];
}

/** What fell silent, told apart by a control that played at the same time. */
export function dropouts(subject: Heard, control: Heard): Dropouts {
  const lost = silent(control);
  const isShared = (i: number) => lost.some((j) => Math.abs(i - j) <= AROUND);
  const all = silent(subject);
  return { own: all.filter((i) => !isShared(i)), shared: all.filter(isShared), lost };
}

/** How many follow each other without a break, longest first. @param windows indexes, ascending */
export function runs(windows: readonly number[]): number[] {
  const found: number[] = [];
  windows.forEach((index, i) => {
    if (windows[i - 1] === index - 1) found[found.length - 1]!++;
    else found.push(1);
  });
  return found.sort((a, b) => b - a);
}

const silent = (heard: Heard) => heard.levels(WINDOW).flatMap((level, i) => (level < SILENT ? [i] : []));

/**
 * How far the level strays from its middle, in dB: the lowest and the highest of `windowMs`. What the machine dropped is
 * left out.
 */
export function strays(heard: Heard, { shared }: Dropouts, windowMs = 200): [lowest: number, highest: number] {
  const missing = new Set(shared);
  const short = heard.levels(WINDOW);
  const size = windowMs / WINDOW;
  const levels: number[] = [];
  for (let at = 0; at + size <= short.length; at += size) {
    const kept = short.slice(at, at + size).filter((_, i) => !missing.has(at + i));
    // A window that is mostly the machine's says nothing.
    if (kept.length < size / 2) continue;
    levels.push(10 * Math.log10(kept.reduce((sum, level) => sum + 10 ** (level / 10), 0) / kept.length));
  }
  levels.sort((a, b) => a - b);
  const middle = levels[levels.length >> 1] ?? NaN;
  return [(levels[0] ?? NaN) - middle, (levels.at(-1) ?? NaN) - middle];
}

/** A change of level, at a time in s. */
export interface Step {
  at: number;
  dB: number;
}

/**
 * From every window of 100 ms to the one after it, where both can be heard (above `audible`, dBFS): how the level
 * changes. What the machine dropped is left out.
 */
export function steps(heard: Heard, { shared }: Dropouts, audible = -40): Step[] {
  const missing = new Set(shared);
  const powers = heard.levels(WINDOW).map((level, i) => (missing.has(i) ? NaN : 10 ** (level / 10)));
  const size = 100 / WINDOW;
  const levelAt = (from: number) => {
    const kept = powers.slice(from, from + size).filter((power) => !Number.isNaN(power));
    return kept.length < size / 2 ? NaN : 10 * Math.log10(kept.reduce((sum, power) => sum + power, 0) / kept.length);
  };
  const found: Step[] = [];
  for (let i = 0; i + 2 * size <= powers.length; i += size / 4) {
    const [before, after] = [levelAt(i), levelAt(i + size)];
    if (before > audible && after > audible) found.push({ at: ((i + size) * WINDOW) / 1000, dB: after - before });
  }
  return found;
}
