const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** What follows the last `/`, `:` or `#` of an identifier; those at its end do not count. May be empty. */
export const idOf = (identifier: string): string => decoded(identifier.split(/[/:#]/).findLast((part) => part) ?? '');

/** The name of the file at an address, without its ending. May be empty. */
export const nameOf = (address: string): string => idOf(address.split(/[?#]/)[0] ?? '').replace(/(.)\.\w{1,5}$/, '$1');

/** Tells apart what has the same id: a second `tide` is `tide-2`. */
export function distinct(): (id: string) => string {
  const next = new Map<string, number>();
  return (id) => {
    let own = id;
    for (let nth = next.get(id) ?? 1; next.has(own); own = `${id}-${nth}`) next.set(id, ++nth);
    next.set(own, 1);
    return own;
  };
}

const parsed = (address: string, base?: string): URL | null => {
  try {
    return new URL(address, base);
  } catch {
    return null;
  }
};

/**
 * The absolute address, or `null` where it must not be followed: only `http:`, `https:`, `blob:` and relative ones are.
 * @param base address that relative ones are relative to
 */
export function follow(address: string, base: string): string | null {
  // Also of what a relative one became: `#x` on a base such as javascript: is javascript: still.
  const url = parsed(address) ?? parsed(address, base);
  return url && /^(https?|blob):$/.test(url.protocol) ? url.href : null;
}
