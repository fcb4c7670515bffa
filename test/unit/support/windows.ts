import { AsyncLocalStorage } from 'node:async_hooks';
import { IDBFactory, forceCloseDatabase } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, vi } from 'vitest';
import { openRoom } from '../../../src/room/room.js';
import type { Method, Room } from '../../../src/room/index.js';
import type { Entry } from '../../../src/session/types.js';

/** For the tests of a file: time passes only when told to, and what a test has replaced is put back. */
export function simulateTime(): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'], now: 1_800_000_000_000 });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });
}

/** One window: what reaches it waits while it is frozen, and comes to nothing once it is gone. */
interface Window {
  alive: boolean;
  frozen: boolean;
  /** What it says reaches nobody, or what it says under this name. */
  mute: boolean | string;
  inbox: (() => void)[];
  connections: IDBDatabase[];
  /** What its tab keeps over its reloads. */
  tab: Map<string, string>;
}

interface Channel {
  name: string;
  by: Window;
  target: { onmessage: ((event: object) => void) | null };
}

interface Held {
  name: string;
  by: Window;
  lose(error?: Error): void;
}

/** Who is asking: the doubles of locks, channels, timers and storage belong to the window in whose course they are used. */
const current = new AsyncLocalStorage<Window>();

const deliver = (to: Window | undefined, run: () => void) => {
  if (!to) return run();
  if (to.frozen) to.inbox.push(() => deliver(to, run));
  else if (to.alive) current.run(to, run);
};
const later = (to: Window | undefined, run: () => void) => setImmediate(() => deliver(to, run));

/** A browser with windows of one room: real rooms over doubles of locks, channels, timers and IndexedDB. */
export class Windows {
  #held: Held[] = [];
  #line: { name: string; by: Window; grant(): void }[] = [];
  #channels: Channel[] = [];
  readonly all: TestWindow[] = [];
  /** What windows tell each other arrives so much later, ms. */
  lag = 0;
  /** Every write fails as on a full disk. */
  full = false;
  /** What windows have told each other, in order. */
  readonly told: unknown[] = [];

  constructor({ locks = true } = {}) {
    const full = () => this.full;
    for (const type of ['add', 'put'] as const) {
      const real = IDBObjectStore.prototype[type];
      vi.spyOn(IDBObjectStore.prototype, type).mockImplementation(function (this: IDBObjectStore, ...args) {
        if (full()) throw new DOMException('', 'QuotaExceededError');
        return real.apply(this, args);
      });
    }
    const factory = new IDBFactory();
    vi.stubGlobal('indexedDB', {
      open: (...args: [string, number?]) => {
        const by = current.getStore();
        if (by && !by.alive) throw new DOMException('', 'SecurityError');
        const request = factory.open(...args);
        request.addEventListener('success', () => {
          by?.connections.push(request.result);
          // What becomes of a connection a window hears when it is awake.
          for (const type of ['versionchange', 'close'])
            Object.defineProperty(request.result, `on${type}`, {
              set: (heard: (event: Event) => void) =>
                request.result.addEventListener(type, (event) => deliver(by, () => heard(event))),
            });
        });
        return request;
      },
      deleteDatabase: (name: string) => factory.deleteDatabase(name),
    });
    vi.stubGlobal('isSecureContext', true);
    vi.stubGlobal('navigator', { locks: locks ? { request: this.#request, query: this.#query } : undefined });
    vi.stubGlobal('BroadcastChannel', this.#channel());
    vi.stubGlobal('sessionStorage', {
      getItem: (key: string) => current.getStore()!.tab.get(key) ?? null,
      setItem: (key: string, value: string) => void current.getStore()!.tab.set(key, value),
      removeItem: (key: string) => void current.getStore()!.tab.delete(key),
    });
    const fake = globalThis.setTimeout;
    vi.stubGlobal('setTimeout', (run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
      const by = current.getStore();
      return fake(() => deliver(by, () => run(...args)), ms);
    });
  }

  #request = (name: string, options: LockOptions, granted: (lock: Lock | null) => unknown): Promise<unknown> => {
    const by = current.getStore()!;
    return new Promise((resolve, reject) => {
      const hold = () => {
        const held: Held = {
          name,
          by,
          lose: (error) => {
            this.#held = this.#held.filter((each) => each !== held);
            if (error) later(by, () => reject(error));
            this.#next(name);
          },
        };
        this.#held.push(held);
        later(by, () => {
          void Promise.resolve(granted({ name, mode: 'exclusive' })).then((value) => {
            if (this.#held.includes(held)) held.lose();
            resolve(value);
          }, reject);
        });
      };
      if (options.mode === 'shared') return hold();
      const holder = this.#held.find((each) => each.name === name);
      if (options.steal) {
        if (holder) {
          this.#held = this.#held.filter((each) => each !== holder);
          later(holder.by, () => holder.lose(new DOMException('', 'AbortError')));
        }
        return hold();
      }
      if (!holder && !this.#line.some((each) => each.name === name)) return hold();
      if (options.ifAvailable) return later(by, () => resolve(granted(null)));
      const place = { name, by, grant: hold };
      this.#line.push(place);
      options.signal?.addEventListener('abort', () => {
        this.#line = this.#line.filter((each) => each !== place);
        reject(new DOMException('', 'AbortError'));
      });
    });
  };

  #query = () => Promise.resolve({ held: this.#held.map(({ name }) => ({ name })) });

  #next(name: string): void {
    if (this.#held.some((each) => each.name === name)) return;
    const place = this.#line.find((each) => each.name === name && each.by.alive);
    if (!place) return;
    this.#line = this.#line.filter((each) => each !== place);
    place.grant();
  }

  #channel() {
    const join = (channel: Channel) => this.#channels.push(channel);
    const leave = (target: object) => (this.#channels = this.#channels.filter((each) => each.target !== target));
    const others = (target: object, name: string) =>
      this.#channels.filter((each) => each.name === name && each.target !== target);
    const { told } = this;
    // Nobody's own: what was said arrives though whoever said it is gone.
    const timer = globalThis.setTimeout;
    const arrive = (to: Window, run: () => void) =>
      this.lag ? void timer(() => deliver(to, run), this.lag) : later(to, run);
    return class {
      onmessage: ((event: object) => void) | null = null;
      readonly #name: string;
      readonly #by = current.getStore()!;
      constructor(name: string) {
        this.#name = name;
        join({ name, by: this.#by, target: this });
      }
      postMessage(message: unknown) {
        const data = structuredClone(message);
        if (this.#closed) throw new DOMException('', 'InvalidStateError');
        const { alive, mute } = this.#by;
        if (!alive || mute === true || (mute && Object.hasOwn(data as object, mute))) return;
        told.push(data);
        for (const { by, target } of others(this, this.#name)) arrive(by, () => target.onmessage?.({ data }));
      }
      #closed = false;
      close() {
        this.#closed = true;
        leave(this);
      }
    };
  }

  /** Another window, ready. @param version of Stillroom that it has loaded @param tab where it is a reload: what that kept */
  async open(version = '0', tab = new Map<string, string>()): Promise<TestWindow> {
    const window: Window = { alive: true, frozen: false, mute: false, inbox: [], connections: [], tab };
    const opened = current.run(window, () => {
      const room = openRoom('a', version, () => (made.closed = true));
      void room.offer({ playlists: null, protocols: null, base: 'https://clinic.test/' });
      const made = new TestWindow(room, window, this);
      made.putBack();
      return made;
    });
    this.all.push(opened);
    let ready = false;
    void opened.room.ready.then(() => (ready = true));
    for (let i = 0; i < 200 && !ready; i++) await this.pass(50);
    if (!ready) throw new Error('The window is not ready.');
    return opened;
  }

  /** Does it as if in a window of its own. */
  within<T>(run: () => T): T {
    const nothing = { alive: true, frozen: false, mute: false, inbox: [], connections: [], tab: new Map() };
    return current.run(nothing, run);
  }

  /** Gone from one moment to the next: its locks are free, what it was writing is undone. */
  gone(window: Window): void {
    window.alive = false;
    this.#channels = this.#channels.filter(({ by }) => by !== window);
    this.#line = this.#line.filter(({ by }) => by !== window);
    // In its course: what it would do about it comes to nothing.
    current.run(window, () => {
      for (const db of window.connections) forceCloseDatabase(db as never);
    });
    for (const held of this.#held.filter(({ by }) => by === window)) held.lose();
  }

  /** Whoever is awake and says that it is the owner. */
  get owners(): TestWindow[] {
    return this.all.filter((each) => each.awake && each.room.state.role === 'owner');
  }

  /** Both clocks leap, as for a device that was asleep with its windows: timers do not run. */
  async skip(ms: number): Promise<void> {
    await settle();
    vi.setSystemTime(Date.now() + ms);
    await this.pass(4000);
  }

  /** Time goes on for everybody, and everything that is under way gets on. @param ms of real time @param step at a time */
  async pass(ms: number, step = 50): Promise<void> {
    await settle();
    for (let left = ms; left > 0; left -= step) {
      await vi.advanceTimersByTimeAsync(Math.min(step, left));
      await settle();
    }
  }

  /** Sends a call and lets time pass until it is done, a minute at most. */
  async done(to: TestWindow, ...call: Parameters<TestWindow['send']>): Promise<void> {
    const sent = to.send(...call);
    for (let waited = 0; !sent.outcome && waited < 60_000; waited += 20) await this.pass(20, 10);
    if (sent.outcome !== 'done') throw new Error(`${call[0]} was not done: ${sent.outcome}`);
  }
}

/** The double of IndexedDB lives by `setImmediate`. */
async function settle(): Promise<void> {
  for (let i = 0; i < 12; i++) await new Promise((resolve) => setImmediate(resolve));
}

export class TestWindow {
  readonly room: Room;
  readonly #window: Window;
  readonly #windows: Windows;
  /** Names of the events it fired. */
  readonly heard: string[] = [];
  /** The room has let go of everything. */
  closed = false;
  #leave = () => {};

  constructor(room: Room, window: Window, windows: Windows) {
    this.room = room;
    this.#window = window;
    this.#windows = windows;
    room.on((type) => this.heard.push(type));
  }

  get awake(): boolean {
    return this.#window.alive && !this.#window.frozen;
  }

  get alive(): boolean {
    return this.#window.alive;
  }

  /** A command; what it settles with is filled in when it does: `done`, or the code of its refusal. */
  send(...[name, ...args]: Parameters<Room['send']>): { outcome: string | null } {
    const sent = { outcome: null as string | null };
    current.run(this.#window, () => {
      this.room.send(name, ...args).then(
        () => (sent.outcome = 'done'),
        (error: { code?: string }) => (sent.outcome = error.code ?? String(error)),
      );
    });
    return sent;
  }

  /** Any method of its room, also one that is no command. */
  call(name: string, ...args: unknown[]): Promise<unknown> {
    const { room } = this;
    const own = room[name as 'read'] as unknown as ((...args: unknown[]) => Promise<unknown>) | undefined;
    return current.run(this.#window, () => (own ? own(...args) : room.send(name as Method, ...args)));
  }

  read(session = this.room.state.session!): Promise<Entry[]> {
    return current.run(this.#window, () => this.room.read(session));
  }

  hold(id: string, held: boolean): void {
    current.run(this.#window, () => this.room.hold(id, held));
  }

  touch(): void {
    current.run(this.#window, () => this.room.touch());
  }

  /** @param minutes untouched until what is private hides */
  lockAfter(minutes: number): void {
    current.run(this.#window, () => void (this.room.lockAfter = minutes));
  }

  /** Its element goes from the page, and comes back. */
  takeAway(): void {
    current.run(this.#window, () => this.#leave());
  }

  putBack(): void {
    current.run(this.#window, () => (this.#leave = this.room.enter()));
  }

  crash(): void {
    this.#windows.gone(this.#window);
  }

  /** @returns the window that its tab shows from now on */
  reload(): Promise<TestWindow> {
    this.crash();
    return this.#windows.open('0', this.#window.tab);
  }

  /** @param kind of message; left out: of any */
  mute(kind: boolean | string = true): void {
    this.#window.mute = kind;
  }

  freeze(): void {
    this.#window.frozen = true;
  }

  thaw(): void {
    this.#window.frozen = false;
    for (const run of this.#window.inbox.splice(0)) setImmediate(run);
  }
}
