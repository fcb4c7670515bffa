import { getMany, type UseStore } from 'idb-keyval';
import { freeze } from '../session/state.js';
import type { Entry } from '../session/types.js';
import { ENTRY, HEADER, ROOM, headerKey, type Header, type Op } from './records.js';
import { makeKeys, unwrap, type RoomKeys } from './vault-keys.js';
import { createSealing, type Sealing } from './vault-sealing.js';

/** Seals what is private to the room's public key, so that no write waits for a passphrase; opens it with the other. */
export interface Vault {
  /** The room's keys; `null` where it has no passphrase. */
  readonly keys: RoomKeys | null;
  /** The half that opens, while this window has it. Cannot be read out; other windows may be given it. */
  readonly key: CryptoKey | null;
  /** What is private is not shown in this window. Without a passphrase this is a curtain only. */
  readonly locked: boolean;
  /** Takes over what the room's record says: its keys, `null` where it has none. */
  adopt(keys: RoomKeys | null): void;
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
  let own: CryptoKey | null = null;
  let curtain = false;
  let sealing: Sealing | null = null;
  /** How each record is stored. */
  let sealed = new WeakMap<object, Promise<object>>();
  /** The sealed code that stands, where only its header knows it. */
  let standing: { session: string; sealed?: ArrayBuffer | undefined } | null = null;

  async function sealEntry(entry: Entry): Promise<object> {
    const { private: typed, ...rest } = entry;
    return typed ? { ...rest, sealed: await sealing!.hide(entryPlace(entry), typed) } : rest;
  }

  /** The code of a session that was taken up without the passphrase stays as it stands. */
  async function sealHeader(header: Header, use: UseStore): Promise<object> {
    const { session, code } = header;
    const key = headerKey(header);
    if (code) return { ...header, code: null, sealed: await sealing!.hide(`${key}`, code) };
    if (code === undefined && standing?.session !== session) {
      const [row] = await getMany<Header | undefined>([key], use);
      standing = { session, sealed: row?.sealed };
    }
    const { sealed } = code === undefined ? standing! : {};
    return { ...header, code: null, ...(sealed && { sealed }) };
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
    if (keys === undefined) vault.adopt((await getMany<RoomKeys | undefined>([[ROOM, 'keys']], use))[0] ?? null);
    return keys ? Promise.all(ops.map((op) => sealOnce(op, use))) : ops;
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
    const opened = sealed && own && (await sealing!.show(`${headerKey(row)}`, sealed, own).catch(() => null));
    return { ...row, code: ((opened ?? row.code) as string | undefined) ?? null };
  }

  const vault: Vault = {
    get keys() {
      return keys ?? null;
    },
    get key() {
      return own;
    },
    get locked() {
      return keys ? !own : curtain;
    },
    unknown: () => (keys ??= undefined),
    adopt(next) {
      const same = `${next?.point}` === `${keys?.point}`;
      keys = next;
      if (same) return;
      own = null;
      sealing = next && createSealing(next);
      sealed = new WeakMap();
    },
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
    seal: (ops, use) => (keys === null ? ops : sealAll(ops, use)),
    open: (entries) => Promise.all(entries.map(open)),
    openRows: (rows) => Promise.all(rows.map(openRow)),
  };
  return vault;
}
