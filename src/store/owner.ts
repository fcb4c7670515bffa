/** Which window writes and sounds; the others of the same room show what it does. */
export interface Claim {
  readonly role: 'owner' | 'viewer';
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

/** Without locks (insecure origins) the windows ask each other: an owner answers within so long, ms, unless it is frozen. */
const ANSWERS_WITHIN = 300;

/** Asks for a room; while another window has it, waits in line. */
export function claim(room: string, { onChange, onMessage }: ClaimCallbacks): Claim {
  const name = `stillroom:${room}`;
  const given = new AbortController();
  const { signal } = given;
  const channel = new BroadcastChannel(name);
  let role: Claim['role'] = 'viewer';
  /** Without locks the windows call each other: the lowest name has the room, and none is lower than its owner's. */
  let own = `${Math.random()}`;
  let outranked = false;
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
  /** Of a room that was ours: it was taken away. Else there are no locks here, and the windows have to ask each other. */
  const refused = () => {
    if (role === 'owner') return become('viewer');
    if (!signal.aborted) call();
  };
  const call = () => {
    outranked = false;
    channel.postMessage(own);
    setTimeout(() => {
      if (signal.aborted) return;
      become(outranked ? 'viewer' : 'owner');
      if (outranked) call();
      else own = '';
    }, ANSWERS_WITHIN);
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
  channel.onmessage = ({ data }) => {
    // A name is a call; anything else is said to the room.
    if (typeof data !== 'string') return onMessage(data);
    outranked ||= data < own;
    if (data > own) channel.postMessage(own);
  };

  return {
    get role() {
      return role;
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
