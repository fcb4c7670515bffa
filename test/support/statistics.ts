/** The middle one; of two middles the upper. NaN of nothing. */
export const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? NaN;

/** Change per step by the median of all pairs' slopes (Theil and Sen): single leaps do not move it. */
export function slope(numbers: readonly number[]): number {
  const slopes = numbers.flatMap((from, i) => numbers.slice(i + 1).map((to, j) => (to - from) / (j + 1)));
  return slopes.length ? median(slopes) : NaN;
}
