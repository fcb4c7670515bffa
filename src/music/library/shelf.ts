import { getMany, keys, promisifyRequest, type UseStore } from 'idb-keyval';
import type { Figures } from '../loudness/meter.js';
import type { Extent } from '../loudness/mp3.js';

/** What is known of a file on the device, under its address. Its pieces lie beside it under `[address, number]`. */
export interface Held {
  /** MIME type, where it is one of sound. */
  readonly type: string;
  /** By which its server tells one version from another (a strong ETag, else the date); `null`: by nothing. */
  readonly tag: string | null;
  /** Bytes here so far, and how many its server says there are, or come packed; `null`: it did not say. */
  readonly bytes: number;
  readonly total: number | null;
  readonly pieces: number;
  readonly done: boolean;
  /** When a session last wanted it, ms since the epoch: the same for all of a playlist. */
  readonly used: number;
  /** `null`: it cannot be measured. Absent: it has not been. */
  readonly figures?: Figures | null;
  /** `null`: what it says of its length is all there is. Absent: it has not been looked at. */
  readonly extent?: Extent | null;
  /** The browser has said that it plays it. */
  readonly plays?: boolean;
}

/** The journal is never left without room, bytes. */
const SPARE = 20e6;

/** Files on the device. What is read from it are handles: the bytes stay on the disk. */
export function createShelf(use: UseStore) {
  const files = new Map<string, Held>();
  /** Addresses that are not to be dropped. */
  let kept: ReadonlySet<string> = new Set();

  const keysOf = (address: string, { pieces }: Held): IDBValidKey[] =>
    Array.from({ length: pieces }, (_, n) => [address, n]);

  const drop = async (address: string) => {
    const held = files.get(address);
    files.delete(address);
    if (held) await write([], [address, ...keysOf(address, held)]).catch(() => {});
  };

  /** Makes room by dropping the playlist that was used longest ago. @returns `false`: there is none */
  const dropOldest = async () => {
    const others = [...files].filter(([address]) => !kept.has(address));
    const oldest = Math.min(...others.map(([, { used }]) => used));
    for (const [address, { used }] of others) if (used === oldest) await drop(address);
    return others.length > 0;
  };

  /** Writes, in one transaction, with as much room made as it takes. @param gone keys of what goes first */
  const write = async (pairs: [IDBValidKey, unknown][], gone: IDBValidKey[] = []) => {
    for (;;)
      try {
        return await use('readwrite', (store) => {
          for (const key of gone) store.delete(key);
          for (const [key, value] of pairs) store.put(value, key);
          return promisifyRequest(store.transaction);
        });
      } catch (error) {
        if ((error as Error | null)?.name !== 'QuotaExceededError' || !(await dropOldest())) throw error;
      }
  };

  /** With a piece, which is its newest. */
  const put = async (address: string, held: Held, piece?: Blob) => {
    await write([[address, held], ...(piece ? [[[address, held.pieces - 1], piece] as [IDBValidKey, Blob]] : [])]);
    files.set(address, held);
  };

  return {
    files,
    drop,
    put,

    /** Reads what is there. */
    async load(): Promise<void> {
      const addresses = (await keys<string>(use)).filter((key) => typeof key === 'string');
      const all = await getMany<Held>(addresses, use);
      addresses.forEach((address, i) => files.set(address, all[i]!));
    },

    /** A session wants these: they are the newest, and stay. */
    async keep(addresses: ReadonlySet<string>): Promise<void> {
      kept = addresses;
      const used = Date.now();
      for (const address of addresses) {
        const held = files.get(address);
        if (held) await put(address, { ...held, used });
      }
    },

    /** What has come under another name takes its place at once: whatever happens, one of the two is whole. */
    async replace(address: string, name: string): Promise<void> {
      const held = files.get(name)!;
      const pieces = await getMany<Blob>(keysOf(name, held), use);
      const gone = [address, name].flatMap((each) => [each, ...keysOf(each, files.get(each)!)]);
      await write(
        [[address, held], ...keysOf(address, held).map((key, n) => [key, pieces[n]] as [IDBValidKey, Blob])],
        gone,
      );
      files.set(address, held);
      files.delete(name);
    },

    /** Whether so many bytes more have room. */
    async fits(bytes: number): Promise<boolean> {
      for (;;) {
        const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
        if (usage + bytes + SPARE <= quota) return true;
        if (!(await dropOldest())) return false;
      }
    },

    /** A whole file; `null`: it has been taken from us. */
    async open(address: string): Promise<Blob | null> {
      const held = files.get(address)!;
      const pieces = await getMany<Blob>(keysOf(address, held), use).catch(() => []);
      const blob = new Blob(pieces as Blob[], { type: held.type });
      if (blob.size === held.bytes) return blob;
      await drop(address);
      return null;
    },
  };
}

export type Shelf = ReturnType<typeof createShelf>;
