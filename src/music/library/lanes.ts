/** Lets so much be done at once; the rest waits its turn, in the order in which it came. `busy`: something waits. */
export function createLanes(free: number) {
  const waiting: (() => void)[] = [];
  const lane = async <T>(work: () => Promise<T>): Promise<T> => {
    if (free) free--;
    else await new Promise<void>((turn) => waiting.push(turn));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
  return { lane, busy: () => !!waiting[0] };
}
