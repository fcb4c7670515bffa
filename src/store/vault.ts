import { getMany, type UseStore } from 'idb-keyval';
import { freeze } from '../session/state.js';
import type { Entry } from '../session/types.js';
import { ENTRY, HEADER, ROOM, headerKey, type Header, type Op } from './records.js';
import { areKeys, makeKeys, unwrap, type RoomKeys } from './vault-keys.js';
import { createSealing, type Sealing } from './vault-sealing.js';

/** Seals what is private to the room's public key, so that no write waits for a passphrase; opens it with the other. */
export interface Vault {
  /** The room's keys; `null` where it has no passphrase. */
  readonly keys: RoomKeys | null;
  /** The half that opens, while this window has it. Cannot be read out; other windows may be given it. */
  readonly key: CryptoKey | null;
  /**
   * Something stands there for the room's keys that seals nothing. It is left as it is; what is private is no longer
   * stored, since there may be a passphrase that should hide it.
   */
  readonly damaged: boolean;
  /** What is private is not shown in this window. Without a passphrase this is a curtain only. */
  readonly locked: boolean;
  /** Takes over what the room's record says: its keys, `null` where it has none. */
  adopt(keys: unknown): void;
  /** Settled when it is known whether they are damaged: a point that is none of the curve shows only by sealing. */
  tryOut(): Promise<unknown>;
  /** The room's record could not be read: it will be before anything is written. */
  unknown(): void;
  /** New keys, and the one that opens. */
  make(passphrase: string): Promise<readonly [RoomKeys, CryptoKey]>;
  /** The key that opens. @throws `locked` for a wrong passphrase */
  find(passphrase: string): Promise<CryptoKey>;
  /** Forgets the key, or draws the curtain. */
  lock(): void;
  /** @param key of a room with a passphrase */
  unlock(key: CryptoKey | null): void;
  /** The key, from another window or newly made: what was hidden in this one stays so. */
  give(key: CryptoKey | null): void;
  /**
   * The records as they are to be stored; the same ones where the room has no passphrase. Each is sealed once, so that a
   * second try writes the same.
   */
  seal(ops: readonly Op[], use: UseStore): readonly Op[] | Promise<readonly Op[]>;
  /** Entries with what could be opened; the others stay as they are. */
  open(entries: readonly Entry[]): Promise<Entry[]>;
  /** Rows as they are listed: the code, where it could be opened. */
  openRows(rows: readonly Header[]): Promise<Header[]>;
}

const entryPlace = ({ session, seq }: Entry) => `${[ENTRY, session, seq]}`;

export function createVault(): Vault {
  let keys: RoomKeys | null | undefined = null;
  let damaged = false;
  /** What the room's record says has been read, or told by another window. */
  let known = false;
  let own: CryptoKey | null = null;
  let curtain = false;
  let sealing: Sealing | null = null;
  /** How each record is stored. */
  let sealed = new WeakMap<object, Promise<object>>();
  /** The code that stands, where only its header knows it or nothing can be sealed. */
  let standing: { session: string; parts: object } | null = null;

  /** Nothing, where nothing can be sealed. What fails only now is tried again. */
  const hide = async (place: string, value: unknown): Promise<{ sealed?: ArrayBuffer }> =>
    sealing ? { sealed: await sealing.hide(place, value) } : {};

  async function tryOut(): Promise<void> {
    try {
      await hide('', 0);
    } catch {
      keys = sealing = null;
      damaged = true;
    }
  }

  async function sealEntry(entry: Entry): Promise<object> {
    const { private: typed, ...rest } = entry;
    return { ...rest, ...(typed && (await hide(entryPlace(entry), typed))) };
  }

  /** The code of a session that was taken up without the passphrase stays as it stands. */
  async function sealHeader(header: Header, use: UseStore): Promise<object> {
    const { session, code } = header;
    const key = headerKey(header);
    const hidden = code ? await hide(`${key}`, code) : {};
    if (code === null || hidden.sealed) return { ...header, code: null, ...hidden };
    if (standing?.session !== session) {
      const [row] = await getMany<Header | undefined>([key], use);
      standing = { session, parts: { code: row?.code ?? null, ...(row?.sealed && { sealed: row.sealed }) } };
    }
    return { ...header, ...standing.parts };
  }

  async function sealOnce(op: Op, use: UseStore): Promise<Op> {
    const [kind] = op.key;
    if (kind !== ENTRY && kind !== HEADER) return op;
    const value = op.value as Entry & Header;
    if (!sealed.has(value)) {
      const done = kind === ENTRY ? sealEntry(value) : sealHeader(value, use);
      sealed.set(value, done);
      done.catch(() => sealed.delete(value));
    }
    return { ...op, value: await sealed.get(value) };
  }

  async function sealAll(ops: readonly Op[], use: UseStore): Promise<readonly Op[]> {
    if (keys === undefined) {
      vault.adopt((await getMany([[ROOM, 'keys']], use))[0]);
      await tryOut();
    }
    return keys || damaged ? Promise.all(ops.map((op) => sealOnce(op, use))) : ops;
  }

  async function open(entry: Entry): Promise<Entry> {
    if (!entry.sealed || !own) return entry;
    try {
      const { sealed: hidden, ...rest } = entry;
      const opened = freeze({ ...rest, private: await sealing!.show(entryPlace(entry), hidden, own) } as Entry);
      // Written again, it is what was there.
      sealed.set(opened, Promise.resolve(entry));
      return opened;
    } catch {
      return entry;
    }
  }

  async function openRow({ sealed, ...row }: Header): Promise<Header> {
    const opened = sealed && own && (await sealing?.show(`${headerKey(row)}`, sealed, own).catch(() => null));
    return { ...row, code: ((opened ?? row.code) as string | undefined) ?? null };
  }

  const vault: Vault = {
    get keys() {
      return keys ?? null;
    },
    get damaged() {
      return damaged;
    },
    get key() {
      return own;
    },
    get locked() {
      return keys ? !own : curtain;
    },
    unknown: () => known || (keys ??= undefined),
    adopt(next) {
      known = true;
      const found = next == null ? null : areKeys(next) && next;
      const same = found && found.point.join() === keys?.point.join();
      damaged = found === false;
      keys = found || null;
      if (same) return;
      own = null;
      sealing = keys && createSealing(keys);
      sealed = new WeakMap();
    },
    tryOut,
    async make(passphrase) {
      const made = await makeKeys(passphrase);
      return [made, await unwrap(made, passphrase)];
    },
    find: (passphrase) => unwrap(keys!, passphrase),
    lock() {
      curtain = true;
      own = null;
      sealing?.forget();
    },
    unlock(key) {
      curtain = false;
      own = key;
    },
    give(key) {
      if (!curtain) own = key;
    },
    seal: (ops, use) => (keys === null && !damaged ? ops : sealAll(ops, use)),
    open: (entries) => Promise.all(entries.map(open)),
    openRows: (rows) => Promise.all(rows.map(openRow)),
  };
  return vault;
}
