/** How long nobody has touched something. */
export interface Untouched {
  readonly ms: number;
  touch(): void;
  /** The wall clock was set, by so many ms: nobody was away for those. */
  stepped(by: number): void;
}

/** By the clock that went further: one stops while the device sleeps, the other may be set. */
export function createUntouched(): Untouched {
  let ran: number;
  let at: number;
  const touch = () => {
    ran = performance.now();
    at = Date.now();
  };
  touch();
  return {
    get ms() {
      return Math.max(performance.now() - ran, Date.now() - at);
    },
    touch,
    stepped(by) {
      // A touch may have come after it: the clocks have not parted since, then.
      const parted = Date.now() - at - (performance.now() - ran);
      if (Math.abs(parted - by) < Math.abs(parted)) at += by;
    },
  };
}
