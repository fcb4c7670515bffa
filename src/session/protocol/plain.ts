/** The most that is read from outside in one piece: bytes of a file, or characters of an object written as JSON. */
export const MOST = 5_000_000;

/** Deeper nesting than any list or protocol has; a cycle ends here. */
const DEEPEST = 32;

/**
 * A deep copy of whatever someone else made, as plain JSON data: from JSON text, or from an object with all that objects
 * may hide (cycles, getters, proxies, holes). What JSON cannot say is left out, and NaN becomes null.
 *
 * @param refuse is told what was expected, and throws
 * @param most characters
 * @param depth where it stands; below 0: inside something that may itself be so deep
 */
export function plain(input: unknown, refuse: (expected: string) => never, most = MOST, depth = 0): unknown {
  let left = most;
  const copy = (value: unknown, depth: number): unknown => {
    left -= 2 + (typeof value === 'string' ? value.length : 0); // no less than it takes as text
    if (left < 0 || depth > DEEPEST) throw new RangeError();
    if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null; // -0 would not survive JSON
    if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
    if (Array.isArray(value)) return Array.from(value, (each) => copy(each, depth + 1) ?? null);
    if (typeof value === 'object')
      // fromEntries defines members: one called __proto__ stays a member.
      return Object.fromEntries(Object.entries(value as object).map(([name, each]) => [name, copy(each, depth + 1)]));
    return undefined;
  };
  try {
    // Trimmed of a byte order mark too, which JSON does not know.
    return copy(typeof input === 'string' && input.length <= most ? JSON.parse(input.trim()) : input, depth);
  } catch (error) {
    const why = typeof input === 'string' && error instanceof SyntaxError ? ` (${error.message})` : '';
    return refuse(`JSON data, at most ${most / 1e6} MB and ${DEEPEST} levels deep${why}`);
  }
}

/** An object that is no array. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
