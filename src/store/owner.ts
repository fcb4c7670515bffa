/** Which window writes and sounds; the others of the same room show what it does. */
export interface Claim {
  readonly role: 'owner' | 'viewer';
  /** `false`: nothing here can tell whether another window runs the same room (no Web Locks on insecure origins). */
  readonly certain: boolean;
  /** Settled when it is known who owns the room now. */
  readonly ready: Promise<void>;
  /** Tells the other windows of the room. By default: that something was written, so read again. */
  post(message?: unknown): void;
  /** Lets the room go, or the place in the line for it. */
  release(): void;
}

export interface ClaimCallbacks {
  /** The room has become this window's, or is no longer. */
  onChange(): void;
  /** Another window of the room has written, or said something. */
  onMessage(message: unknown): void;
}

/** Asks for a room; while another window has it, waits in line. */
export function claim(room: string, { onChange, onMessage }: ClaimCallbacks): Claim {
  const name = `stillroom:${room}`;
  const locks = (globalThis.navigator as Navigator | undefined)?.locks;
  const given = new AbortController();
  const { signal } = given;
  const channel = globalThis.BroadcastChannel && new BroadcastChannel(name);
  let role: Claim['role'] = 'viewer';
  let certain = true;
  let known = () => {};
  const ready = new Promise<void>((resolve) => (known = resolve));

  const become = (next: Claim['role']) => {
    const changed = role !== next && !signal.aborted;
    role = next;
    known();
    if (changed) onChange();
  };
  /** A lock is held until the promise of its holder settles. */
  const hold = () => {
    become('owner');
    return new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
  };
  const alone = () => {
    certain = false;
    become('owner');
  };
  /** Without ever having had it: locks cannot be used here. Afterwards: it was taken from us. */
  const lost = () => (role === 'owner' ? become('viewer') : signal.aborted || alone());

  if (locks) {
    locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (lock) return hold();
        become('viewer');
        locks.request(name, { signal }, hold).catch(lost);
        return undefined;
      })
      .catch(lost);
  } else {
    // Not before the caller holds the claim it is told about.
    queueMicrotask(alone);
  }
  if (channel) channel.onmessage = ({ data }) => onMessage(data);

  return {
    get role() {
      return role;
    },
    get certain() {
      return certain;
    },
    ready,
    post: (message = 'changed') => channel?.postMessage(message),
    release() {
      given.abort();
      role = 'viewer';
      channel?.close();
    },
  };
}
