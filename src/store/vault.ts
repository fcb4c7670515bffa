import { getMany, type UseStore } from 'idb-keyval';
import { freeze } from '../session/state.js';
import type { Entry } from '../session/types.js';
import { ENTRY, HEADER, ROOM, type Header, type Key, type Op } from './records.js';
import { POINT, VECTOR, encode, makeKeys, opener, random, sealer, unwrap, type RoomKeys } from './vault-keys.js';

/** Seals what is private to the room's public key, so that no write waits for a passphrase; opens it with the other. */
export interface Vault {
  /** The room has a passphrase. */
  readonly sealed: boolean;
  /** The half that opens, while this window has it. Cannot be read out; other windows may be given it. */
  key: CryptoKey | null;
  /** Takes over what the room's record says: its keys, `null` where it has none. */
  adopt(keys: RoomKeys | null): void;
  /** The room's record could not be read: it will be before anything is written. */
  unknown(): void;
  /** New keys, and the one that opens. */
  make(passphrase: string): Promise<readonly [RoomKeys, CryptoKey]>;
  /** @throws `locked` for a wrong passphrase */
  unlock(passphrase: string): Promise<void>;
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

const headerKey = ({ preparedAt, session }: Header): Key => [HEADER, preparedAt, session];

export function createVault(): Vault {
  let keys: RoomKeys | null | undefined = null;
  /** What seals, made once for as long as the page lives. */
  let sealing: ReturnType<typeof sealer> | null = null;
  /** What opens, by the point it was sealed with. */
  const openers = new Map<string, Promise<CryptoKey>>();
  /** How each record is stored. */
  let stored = new WeakMap<object, Promise<object>>();
  /** The sealed code that stands, where only its header knows it. */
  let standing: { session: string; sealed?: ArrayBuffer | undefined } | null = null;

  const bound = (key: Key, vector: Uint8Array<ArrayBuffer>) => ({
    name: 'AES-GCM',
    iv: vector,
    additionalData: encode(`${key}`),
  });

  /** The passing point, the vector, and what is hidden. */
  async function hide(key: Key, value: unknown): Promise<ArrayBuffer> {
    const { passing, key: seals } = await (sealing ??= sealer(keys!));
    const vector = random(VECTOR);
    const data = encode(JSON.stringify(value));
    const hidden = new Uint8Array(await crypto.subtle.encrypt(bound(key, vector), seals, data));
    const sealed = new Uint8Array(POINT + VECTOR + hidden.length);
    sealed.set(passing);
    sealed.set(vector, POINT);
    sealed.set(hidden, POINT + VECTOR);
    return sealed.buffer;
  }

  /** @throws what the browser throws for a damaged one, or one of another record */
  async function show(key: Key, buffer: ArrayBuffer): Promise<unknown> {
    const sealed = new Uint8Array(buffer);
    const passing = sealed.slice(0, POINT);
    const id = `${passing}`;
    if (!openers.has(id)) openers.set(id, opener(keys!, vault.key!, passing));
    const how = bound(key, sealed.slice(POINT, POINT + VECTOR));
    const found = await crypto.subtle.decrypt(how, await openers.get(id)!, sealed.slice(POINT + VECTOR));
    return JSON.parse(new TextDecoder().decode(found));
  }

  async function sealEntry(key: Key, { private: typed, ...rest }: Entry): Promise<object> {
    return typed ? { ...rest, sealed: await hide(key, typed) } : rest;
  }

  /** The code of a session that was taken up without the passphrase stays as it stands. */
  async function sealHeader(key: Key, header: Header, use: UseStore): Promise<object> {
    const { session, code } = header;
    if (code) return { ...header, code: null, sealed: await hide(key, code) };
    if (code === undefined && standing?.session !== session) {
      const [row] = await getMany<Header | undefined>([key], use);
      standing = { session, sealed: row?.sealed };
    }
    const { sealed } = code === undefined ? standing! : {};
    return { ...header, code: null, ...(sealed && { sealed }) };
  }

  const asStored = (key: Key, value: object, use: UseStore): Promise<object> =>
    key[0] === HEADER ? sealHeader(key, value as Header, use) : sealEntry(key, value as Entry);

  async function sealAll(ops: readonly Op[], use: UseStore): Promise<readonly Op[]> {
    if (keys === undefined) vault.adopt((await getMany<RoomKeys | undefined>([[ROOM, 'keys']], use))[0] ?? null);
    if (!keys) return ops;
    return Promise.all(
      ops.map(async (op) => {
        const { key } = op;
        const value = op.value as object;
        if (key[0] !== ENTRY && key[0] !== HEADER) return op;
        let as = stored.get(value);
        if (!as) {
          stored.set(value, (as = asStored(key, value, use)));
          as.catch(() => stored.delete(value));
        }
        return { ...op, value: await as };
      }),
    );
  }

  const vault: Vault = {
    get sealed() {
      return !!keys;
    },
    key: null,
    unknown: () => (keys ??= undefined),
    adopt(next) {
      const same = `${next?.point}` === `${keys?.point}`;
      keys = next;
      if (same) return;
      vault.key = sealing = null;
      stored = new WeakMap();
      openers.clear();
    },
    async make(passphrase) {
      const made = await makeKeys(passphrase);
      return [made, await unwrap(made, passphrase)];
    },
    async unlock(passphrase) {
      vault.key = await unwrap(keys!, passphrase);
    },
    seal: (ops, use) => (keys === null ? ops : sealAll(ops, use)),
    open: (entries) =>
      Promise.all(
        entries.map(async (entry) => {
          if (!entry.sealed || !vault.key) return entry;
          try {
            const { sealed, ...rest } = entry;
            const opened = { ...rest, private: await show([ENTRY, entry.session, entry.seq], sealed) } as Entry;
            // Written again, it is what was there.
            stored.set(opened, Promise.resolve(entry));
            return freeze(opened);
          } catch {
            return entry;
          }
        }),
      ),
    openRows: (rows) =>
      Promise.all(
        rows.map(async ({ sealed, ...row }) => {
          const opens = sealed && vault.key;
          const code = opens ? await show(headerKey(row), sealed).catch(() => null) : row.code;
          return { ...row, code: (code as string | null | undefined) ?? null };
        }),
      ),
  };
  return vault;
}
