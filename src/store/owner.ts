/** Which window writes and sounds; the others of the same room show what it does. */
export interface Claim {
  readonly role: 'owner' | 'viewer';
  /** `false`: nothing here can tell whether another window runs the same room (no Web Locks on insecure origins). */
  readonly certain: boolean;
  /** Settled when it is known who owns the room now. */
  readonly ready: Promise<void>;
  /** Tells the other windows of the room. Without a message: that something was written, so read again. */
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
  const given = new AbortController();
  const { signal } = given;
  const channel = new BroadcastChannel(name);
  let role: Claim['role'] = 'viewer';
  let certain = true;
  let known = () => {};
  const ready = new Promise<void>((resolve) => (known = resolve));

  const become = (next: Claim['role']) => {
    const changed = role !== next;
    role = next;
    known();
    if (changed) onChange();
  };
  /** A lock is held until the promise of its holder settles: at once if it comes after we have gone. */
  const hold = () => {
    if (signal.aborted) return;
    become('owner');
    return new Promise((resolve) => (signal.onabort = resolve));
  };
  /** Of a room that was ours: it was taken away. Else there are no locks here, and nobody else is known of. */
  const refused = () => {
    if (role === 'owner') return become('viewer');
    if (signal.aborted) return;
    certain = false;
    become('owner');
  };

  /** Nothing is told before the caller holds the claim that it is told about. */
  const ask = (options: LockOptions, granted: (lock: Lock | null) => unknown) =>
    Promise.resolve()
      .then(() => navigator.locks.request(name, options, granted))
      .catch(refused);
  void ask({ ifAvailable: true }, (lock) => {
    if (lock) return hold();
    become('viewer');
    return void ask({ signal }, hold);
  });
  channel.onmessage = ({ data }) => onMessage(data);

  return {
    get role() {
      return role;
    },
    get certain() {
      return certain;
    },
    ready,
    post: (message) => channel.postMessage(message),
    release() {
      given.abort();
      role = 'viewer';
      channel.close();
    },
  };
}
