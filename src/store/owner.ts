import { within } from './patience.js';

/** Which window writes and sounds; the others of the same room show what it does. */
export interface Claim {
  readonly role: 'owner' | 'viewer';
  /** Settled when it is known who owns the room now. */
  readonly ready: Promise<void>;
  /** Whether all windows of the room answer, as far as a browser without locks can tell. */
  awake(): Promise<boolean>;
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
/** A window in line looks so often whether whoever has the room knows it, ms; the second time in vain it takes the room. */
const LOOKS = 700;
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
  /** The lock of a window that runs the room and knows it: one that hangs gets the other all the same when its turn comes. */
  const acting = `${name}:runs`;
  /** Shared by all windows of the room, whether they run it, wait or hang. */
  const present = `${name}:open`;
  let absent = () => {};
  const channel = openChannel(name);
  let role: Claim['role'] = 'viewer';
  /** The newest request for the room; what becomes of older ones is no matter. `null`: this window has gone. */
  let turn: AbortController | null = null;
  /** A lock is held until the promise of its holder settles. */
  let letGo = () => {};
  /** Somebody runs the room though its lock came here: this window hung, and was passed over. */
  let passed = false;
  let answers = 0;
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

  /** Names of all locks that are held, once for each holder. */
  const allHeld = async () => {
    // Nobody waits for a browser that does not say.
    const query = navigator.locks ? within(navigator.locks.query()).catch(() => null) : null;
    return (await query)?.held?.map(({ name }) => name) ?? [];
  };

  /** In line: whoever has the room without running it hangs. */
  const watch = (mine: AbortController, before = false) => void setTimeout(() => void look(mine, before), LOOKS);
  const look = async (mine: AbortController, before: boolean) => {
    if (mine !== turn || role === 'owner') return;
    const held = await allHeld();
    const hangs = held.includes(name) && !held.includes(acting);
    if (mine !== turn) return;
    if (hangs && before) void ask({ steal: true });
    else watch(mine, hangs);
  };

  /** @param options without any it waits in line */
  const ask = async (options?: LockOptions): Promise<void> => {
    turn?.abort();
    const mine = (turn = new AbortController());
    try {
      // Nothing is told before the caller holds the claim that it is told about.
      await Promise.resolve();
      if (!options) watch(mine);
      await navigator.locks.request(name, options ?? { signal: mine.signal }, async (lock) => {
        if (lock && !options && !passed) passed = (await allHeld()).includes(acting);
        else passed = false;
        if (!lock || passed || mine !== turn) return;
        const held = new Promise<void>((resolve) => (letGo = resolve));
        // From whoever hangs, or has just been taken the room.
        void navigator.locks.request(acting, { steal: true }, () => held).catch(() => {});
        become('owner');
        await held;
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
    const asks = data as { awake?: boolean } | string | null;
    if (typeof asks === 'object' && asks && 'awake' in asks) {
      if (asks.awake) channel.postMessage({ awake: false });
      else answers++;
      return;
    }
    // A name is a call; anything else is said to the room.
    if (typeof data !== 'string') return onMessage(data);
    if (own === null || !turn) return;
    outranked ||= data < own;
    if (data > own) channel.postMessage(own);
  };
  const enter = () => {
    const here = new Promise<void>((resolve) => (absent = resolve));
    void navigator.locks?.request(present, { mode: 'shared' }, () => here).catch(() => {});
    void ask({ ifAvailable: true });
  };
  enter();

  let closed = false;
  const leave = () => {
    turn?.abort();
    turn = null;
    letGo();
    absent();
  };

  return {
    get role() {
      return role;
    },
    ready,
    async awake() {
      const others = (await allHeld()).filter((each) => each === present).length - 1;
      if (others <= 0) return true;
      answers = 0;
      channel.postMessage({ awake: true });
      await new Promise((resolve) => setTimeout(resolve, ANSWERS_WITHIN));
      return answers >= others;
    },
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
      enter();
    },
    release() {
      leave();
      role = 'viewer';
      closed = true;
      channel.close();
    },
  };
}
