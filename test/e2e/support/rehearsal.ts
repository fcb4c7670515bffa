import type { StillRoom } from '../../../src/still-room.js';
import type { PublicEntry } from '../../../src/session/types.js';
import { page, type ServeOptions } from './serve.js';

/** What the page tells the test before it can be killed. */
export type Told =
  /** This entry is durable: the tag said so. */
  | { entry: PublicEntry }
  /** A transaction that writes an entry was opened with this durability. */
  | { durability: string }
  /** Something went wrong that must not. */
  | { problem: string };

/** The room of the rehearsal, its database and its lock. */
export const ROOM = 'kills';
export const NAME = `stillroom:${ROOM}`;

/** `/`: the tag in a rehearsal; `/look`: a page of the same origin that loads no tag. */
export const mounts: NonNullable<ServeOptions['mounts']> = {
  '/': page(`<script>(${tellDurability})()</script>
    <script type="module" src="/stillroom.js"></script>
    <still-room room="${ROOM}" pace="60" playlists="still-water"></still-room>`),
  '/look': page(''),
};

/** Runs in the page before the tag: every entry that is written says how durable its transaction is. */
function tellDurability() {
  const { add } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.add = function (value, key) {
    const { durability } = this.transaction;
    if ((key as string[])[0] === 'entry')
      void fetch('/told', { method: 'POST', body: JSON.stringify({ durability }) }).catch(() => undefined);
    return add.call(this, value, key);
  };
}

/** Runs in the page: gives a command every 50 to 500 ms and tells of each entry once it is durable. Never ends. */
export function rehearse(): void {
  const room = document.querySelector('still-room') as StillRoom;
  const any = <T>(of: readonly T[]) => of[Math.floor(Math.random() * of.length)]!;
  let telling: Promise<unknown> = Promise.resolve();
  const tell = (told: object) => {
    const post = fetch('/told', { method: 'POST', body: JSON.stringify(told) }).catch(() => undefined);
    telling = Promise.all([telling, post]);
  };
  room.addEventListener('still-change', ({ detail: { entry } }: CustomEventInit) => entry && tell({ entry }));

  const begin = async () => {
    const calls = [
      () => room.prepare({ protocol: 'lozenge', code: 'R-1', intention: 'to rest' }),
      () => room.open(),
      () => room.dose({ amount: 'one' }),
    ];
    for (const call of calls) {
      await call();
      await telling;
    }
  };
  const checkIn = () => room.state.checkIns.find(({ status }) => status === 'due');
  const moves = [
    () => room.mark('a moment', { kind: any(['tears', 'spoke', 'movement'] as const) }),
    () => room.mark(),
    () => room.note('a line that somebody typed'),
    () => room.quieter(),
    () => room.louder(),
    () => room.gentler(),
    () => room.fuller(),
    () => room.silence(),
    () => room.music(),
    () => room.speak(Math.random() < 0.5),
    () => room.attend(Math.random() < 0.3),
    () => room.away(Math.random() < 0.3),
    () => room.stay(),
    () => room.goOn(),
    () => room.extend(1),
    () => room.next(),
    () => room.skip(),
    () => room.undo(),
    () => room.dose({ ago: 2, amount: 'half' }),
    () => room.given({ what: 'ondansetron' }),
    () => room.record('look', { look: 'resting' }),
    () => room.skipCheckIn(checkIn()?.id ?? '', 'asleep'),
    () => room.laterCheckIn(checkIn()?.id ?? ''),
  ];
  /** Whatever the life before was killed in the middle of. */
  const next = () => {
    const { status, journal } = room.state;
    if (status === 'idle') return begin();
    if (status === 'prepared') return room.open();
    if (status === 'ended') return room.leave();
    return journal.length < 250 ? any(moves)() : room.end();
  };

  void (async () => {
    await room.ready;
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 450));
      try {
        await next();
      } catch (error) {
        // Drawn at random: some are not for now, and some have no check-in to go with.
        const { code, message } = error as { code?: string; message: string };
        if (code !== 'not-now' && code !== 'unknown') tell({ problem: `${code}: ${message}` });
      }
      // One command in flight: the next comes when the test has heard of this one.
      await telling;
    }
  })();
}

/** What stands in the database of the rehearsal: all keys with their values. */
export type Stored = [key: (string | number)[], value: unknown][];

/**
 * Runs in a page without the tag: reads, and makes nothing where there is nothing.
 * @returns `Stored` as JSON: Puppeteer passes what an object holds twice for undefined the second time
 */
export async function readStored(name: string): Promise<string> {
  const request = indexedDB.open(name);
  const db = await new Promise<IDBDatabase | null>((resolve) => {
    request.onupgradeneeded = () => request.transaction!.abort();
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(null);
  });
  if (!db) return '[]';
  const store = db.transaction('journal').objectStore('journal');
  const result = <T>(of: IDBRequest<T>) => new Promise<T>((resolve) => (of.onsuccess = () => resolve(of.result)));
  const [keys, values] = await Promise.all([result(store.getAllKeys()), result(store.getAll())]);
  db.close();
  return JSON.stringify(keys.map((key, i) => [key, values[i]]));
}

/** Runs in the page: the tag's state as JSON. */
export const readShown = (): string => JSON.stringify((document.querySelector('still-room') as StillRoom).state);

/** Runs in a page without the tag: the room is taken, so that a tag that is loaded beside it writes nothing. */
export const takeRoom = (name: string): Promise<void> =>
  new Promise((resolve) => {
    void navigator.locks.request(name, () => new Promise(() => resolve()));
  });
