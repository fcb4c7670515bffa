const locks = () => globalThis.navigator?.locks as LockManager | undefined;

/**
 * Holds a lock as a sign that this window lives: the browser frees it when the window dies, and not while it is frozen.
 * Without locks (insecure origins) there is no sign.
 * @returns settled when others can see it, with what takes it down
 */
export const putSign = (name: string): Promise<() => void> =>
  new Promise((resolve) => {
    const held = () => new Promise<void>((takeDown) => resolve(takeDown));
    const none = () => resolve(() => {});
    if (locks()) locks()!.request(name, {}, held).catch(none);
    else none();
  });

/** Settled when the window that had put up this sign is gone, or has taken it down; never where there are no locks. */
export const signGone = (name: string): Promise<void> =>
  new Promise(
    (resolve) =>
      void locks()
        ?.request(name, {}, () => resolve())
        .catch(() => {}),
  );
