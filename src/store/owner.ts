import { election } from './election.js';
import { presence } from './presence.js';

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

/** A window in line looks so often whether whoever has the room runs it, ms; the second time in vain it takes the room. */
const LOOKS = 700;

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
  const post = (message: unknown) => channel.postMessage(message);
  const windows = presence(name, post);
  let role: Claim['role'] = 'viewer';
  /** The newest request for the room; what becomes of older ones is no matter. `null`: this window has gone. */
  let turn: AbortController | null = null;
  /** A lock is held until the promise of its holder settles. */
  let letGo = () => {};
  /** Somebody runs the room though its lock came here: this window hung, and was passed over. */
  let passed = false;
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
  const calls = election(post, become);

  /** In line: whoever has the room without running it hangs. */
  const watch = (mine: AbortController, before = false) => void setTimeout(() => void look(mine, before), LOOKS);
  const look = async (mine: AbortController, before: boolean) => {
    if (mine !== turn || role === 'owner') return;
    const hangs = await windows.hangs();
    if (mine !== turn) return;
    if (hangs && before) void ask({ steal: true });
    else watch(mine, hangs);
  };

  /** @param options without any it waits in line */
  const ask = async (options?: LockOptions): Promise<void> => {
    turn?.abort();
    const mine = (turn = new AbortController());
    let done = () => {};
    try {
      // Nothing is told before the caller holds the claim that it is told about.
      await Promise.resolve();
      if (!options) watch(mine);
      await navigator.locks.request(name, options ?? { signal: mine.signal }, async (lock) => {
        if (lock && !options && !passed) passed = await windows.runs();
        else passed = false;
        if (!lock || passed || mine !== turn) return;
        const held = new Promise<void>((resolve) => (done = letGo = resolve));
        windows.act(held);
        become('owner');
        await held;
      });
    } catch (error) {
      // There are no locks here, and the windows have to ask each other.
      if (mine === turn && (error as Error).name !== 'AbortError') return calls.run();
      // Stolen: whoever has the room now may not know it, as a script of the page's.
      done();
    }
    if (mine !== turn) return;
    become('viewer');
    void ask();
  };

  channel.onmessage = ({ data }) => {
    // A name is a call; anything else is said to the room.
    if (typeof data === 'string') calls.heard(data);
    else if (!windows.heard(data)) onMessage(data);
  };
  const enter = () => {
    windows.arrive();
    void ask({ ifAvailable: true });
  };
  enter();

  let closed = false;
  const leave = () => {
    turn?.abort();
    turn = null;
    calls.leave();
    letGo();
    windows.leave();
  };

  return {
    get role() {
      return role;
    },
    ready,
    awake: windows.awake,
    post(message) {
      // What ends only now has nobody left to tell.
      if (!closed) post(message);
    },
    steal: () =>
      new Promise((resolve) => {
        granted = resolve;
        if (calls.needed) calls.win();
        else void ask({ steal: true });
      }),
    lose(grace = 0) {
      const go = letGo;
      become('viewer');
      if (calls.needed) return calls.lose();
      if (grace) setTimeout(go, grace);
      else go();
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
