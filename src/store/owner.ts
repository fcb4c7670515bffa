/** Which window writes and sounds; the others of the same room show what it does. */
export interface Claim {
  readonly role: 'owner' | 'viewer';
  /** Settled when it is known who owns the room now. */
  readonly ready: Promise<void>;
  /** Tells the other windows of the room. */
  post(message: object): void;
  /** Takes the room from whoever has it. Settled when it is this window's. */
  steal(): Promise<void>;
  /** The room is another's, or to be: back into the line. @param grace ms for which nobody gets it but by stealing */
  lose(grace?: number): void;
  /** This page is left, and may be kept to go back to: the room is anybody's. Nothing is told of that. */
  leave(): void;
  /** It has come back: whatever has become of the room meanwhile, it is asked for anew. */
  comeBack(): void;
  /** Lets the room go, or the place in the line for it. */
  release(): void;
}

export interface ClaimCallbacks {
  /** The room has become this window's, or is no longer. */
  onChange(): void;
  /** Another window of the room has said something. */
  onMessage(message: unknown): void;
}

/** Without locks (insecure origins) the windows ask each other: an owner answers within so long, ms, unless it is frozen. */
const ANSWERS_WITHIN = 300;
/** An owner that was there may be busy: it is gone after so many calls without an answer. */
const CALLS = 3;

/** Firefox refuses one where a person has told it to store nothing: the room has this window alone, then. */
function openChannel(name: string): Pick<BroadcastChannel, 'onmessage' | 'postMessage' | 'close'> {
  try {
    return new BroadcastChannel(name);
  } catch {
    return { onmessage: null, postMessage() {}, close() {} };
  }
}

/** Asks for a room; while another window has it, waits in line. */
export function claim(room: string, { onChange, onMessage }: ClaimCallbacks): Claim {
  const name = `stillroom:${room}`;
  const channel = openChannel(name);
  let role: Claim['role'] = 'viewer';
  /** The newest request for the room; what becomes of older ones is no matter. `null`: this window has gone. */
  let turn: AbortController | null = null;
  /** A lock is held until the promise of its holder settles. */
  let letGo = () => {};
  /** Without locks the windows call each other: the lowest name has the room, and none is lower than its owner's. */
  let own: string | null = null;
  let outranked = false;
  let silences = CALLS - 1;
  let known = () => {};
  let granted = () => {};
  const ready = new Promise<void>((resolve) => (known = resolve));

  const become = (next: Claim['role']) => {
    const changed = role !== next;
    role = next;
    known();
    if (changed) onChange();
    if (next === 'owner') granted();
  };

  /** @param options without any it waits in line */
  const ask = async (options?: LockOptions): Promise<void> => {
    turn?.abort();
    const mine = (turn = new AbortController());
    try {
      // Nothing is told before the caller holds the claim that it is told about.
      await Promise.resolve();
      await navigator.locks.request(name, options ?? { signal: mine.signal }, (lock) => {
        if (!lock || mine !== turn) return;
        become('owner');
        return new Promise<void>((resolve) => (letGo = resolve));
      });
    } catch (error) {
      // Stolen; else there are no locks here, and the windows have to ask each other.
      if (mine === turn && (error as Error).name !== 'AbortError') return elect();
    }
    if (mine !== turn) return;
    become('viewer');
    void ask();
  };

  const elect = () => {
    const mine = (turn = new AbortController());
    own ||= `${Math.random()}`;
    outranked = false;
    channel.postMessage(own);
    setTimeout(() => {
      if (mine !== turn) return;
      silences = outranked ? 0 : silences + 1;
      if (silences >= CALLS) return reign();
      become('viewer');
      elect();
    }, ANSWERS_WITHIN);
  };
  const reign = () => {
    turn = new AbortController();
    own = '';
    become('owner');
  };

  channel.onmessage = ({ data }) => {
    // A name is a call; anything else is said to the room.
    if (typeof data !== 'string') return onMessage(data);
    if (own === null || !turn) return;
    outranked ||= data < own;
    if (data > own) channel.postMessage(own);
  };
  void ask({ ifAvailable: true });

  let closed = false;
  const leave = () => {
    turn?.abort();
    turn = null;
    letGo();
  };

  return {
    get role() {
      return role;
    },
    ready,
    post(message) {
      // What ends only now has nobody left to tell.
      if (!closed) channel.postMessage(message);
    },
    steal: () =>
      new Promise((resolve) => {
        granted = resolve;
        if (own === null) void ask({ steal: true });
        else reign();
      }),
    lose(grace = 0) {
      const go = letGo;
      become('viewer');
      if (own === null) return grace ? void setTimeout(go, grace) : go();
      silences = 0;
      elect();
    },
    leave,
    comeBack() {
      become('viewer');
      void ask({ ifAvailable: true });
    },
    release() {
      leave();
      role = 'viewer';
      closed = true;
      channel.close();
    },
  };
}
