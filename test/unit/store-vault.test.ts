import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openJournal, type Journal } from '../../src/store/index.js';
import { entries, entry, header } from '../support/records.js';
import { put } from './support/raw.js';

const PASSPHRASE = 'low tide, long light';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Everything that stands in a room's database, by its key, past the journal. */
async function stored(room = 'a'): Promise<Map<string, Record<string, unknown>>> {
  const db = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open(`stillroom:${room}`);
    request.onsuccess = () => resolve(request.result);
  });
  const store = db.transaction('journal').objectStore('journal');
  const [keys, values] = [store.getAllKeys(), store.getAll()];
  await new Promise((resolve) => (store.transaction.oncomplete = resolve));
  db.close();
  return new Map(keys.result.map((key, i) => [`${key as string[]}`, values.result[i]]));
}

/** Puts one record in the place of another, past the journal. */
async function move(from: IDBValidKey, to: IDBValidKey): Promise<void> {
  const db = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open('stillroom:a');
    request.onsuccess = () => resolve(request.result);
  });
  const store = db.transaction('journal', 'readwrite').objectStore('journal');
  const got = store.get(from);
  got.onsuccess = () => store.put({ ...got.result, session: (to as string[])[1], seq: (to as number[])[2] }, to);
  await new Promise((resolve) => (store.transaction.oncomplete = resolve));
  db.close();
}

/** All that is written in a value, bytes too, as text. */
const spelled = (value: unknown): string =>
  JSON.stringify(value, (_, each) =>
    each instanceof ArrayBuffer || ArrayBuffer.isView(each)
      ? Buffer.from(each as ArrayBuffer).toString('latin1')
      : each,
  );

async function sealed(): Promise<Journal> {
  const journal = openJournal('a');
  await journal.setKeys(await journal.vault.make(PASSPHRASE));
  return journal;
}

/** The room after a reload. */
async function reloaded(passphrase?: string): Promise<Journal> {
  const journal = openJournal('a');
  await journal.load();
  if (passphrase) journal.vault.unlock(await journal.vault.find(passphrase));
  return journal;
}

describe('what was typed, in a room with a passphrase', { timeout: 30_000 }, () => {
  it('stands nowhere in the database that can be read without it', async () => {
    const journal = await sealed();
    await journal.append(
      [entry('s', 0, { private: { text: 'the sea at night', by: 'MB' } })],
      header('s', 1, { code: 'KQ7TR' }),
      's',
    );
    const text = spelled([...(await stored())]);
    for (const typed of ['the sea', 'MB', 'KQ7TR', PASSPHRASE, 'low tide']) expect(text).not.toContain(typed);
    expect((await stored()).get('entry,s,0')).toMatchObject({ seq: 0, type: 'noted', sealed: expect.any(ArrayBuffer) });
  });

  it('is sealed though the room was being read when it was given the passphrase', async () => {
    const journal = openJournal('a');
    const made = await journal.vault.make(PASSPHRASE);
    const loading = journal.load();
    void journal.setKeys(made);
    await loading;
    await journal.append([entry('s', 0, { private: { text: 'the sea at night' } })], header('s', 1), 's');
    expect(spelled([...(await stored())])).not.toContain('the sea');
    expect(journal.vault.key).not.toBe(null);
  });

  it('is read again with the passphrase, after a reload', async () => {
    const journal = await sealed();
    await journal.append(entries('s', 0, 3), header('s', 3, { code: 'KQ7TR' }), 's');
    const again = await reloaded(PASSPHRASE);
    expect(await again.read('s')).toEqual(entries('s', 0, 3));
    expect(await again.headers()).toEqual([header('s', 3, { code: 'KQ7TR' })]);
    expect(await again.headers({ code: 'KQ7TR' })).toHaveLength(1);
    expect((await again.load()).entries).toEqual(entries('s', 0, 3));
  });

  it('is told to nobody without the passphrase, and everything else is', async () => {
    const journal = await sealed();
    await journal.append(entries('s', 0, 2), header('s', 2, { code: 'KQ7TR' }), 's');
    const again = await reloaded();
    expect(again.vault.locked).toBe(true);
    expect(again.vault.key).toBe(null);
    const { private: _, ...rest } = entry('s', 1);
    expect((await again.read('s'))[1]).toEqual({ ...rest, sealed: expect.any(ArrayBuffer) });
    expect((await again.headers())[0]).toEqual(header('s', 2));
  });

  it('is left alone by a wrong passphrase', async () => {
    await (await sealed()).append([entry('s', 0)], header('s', 1), 's');
    const before = await stored();
    const again = await reloaded();
    await expect(again.vault.find('low tide, long night')).rejects.toMatchObject({ code: 'locked' });
    expect(again.vault.key).toBe(null);
    expect(await stored()).toEqual(before);
    again.vault.unlock(await again.vault.find(PASSPHRASE));
    expect(await again.read('s')).toEqual([entry('s', 0)]);
  });

  it('takes the same passphrase however a keyboard composes its letters', async () => {
    const journal = openJournal('a');
    await journal.setKeys(await journal.vault.make('caf\u00e9'));
    await expect((await reloaded()).vault.find('cafe\u0301')).resolves.toBeTruthy();
  });

  it('is sealed without the passphrase too, after a reload, in order', async () => {
    await (await sealed()).append([entry('s', 0)], header('s', 1, { code: 'KQ7TR' }), 's');
    const again = await reloaded();
    await Promise.all(
      Array.from({ length: 30 }, (_, i) => again.append([entry('s', i + 1)], header('s', i + 2, { code: undefined }))),
    );
    expect(spelled([...(await stored())])).not.toContain('"text"');
    again.vault.unlock(await again.vault.find(PASSPHRASE));
    expect(await again.read('s')).toEqual(entries('s', 0, 31));
  });

  it('leaves the code of a session that goes on without the passphrase', async () => {
    await (await sealed()).append([entry('s', 0)], header('s', 1, { code: 'KQ7TR' }), 's');
    const again = await reloaded();
    for (const seq of [1, 2]) await again.append([entry('s', seq)], header('s', seq + 1, { code: undefined }));
    again.vault.unlock(await again.vault.find(PASSPHRASE));
    expect(await again.headers()).toEqual([header('s', 3, { code: 'KQ7TR' })]);
  });

  it('was written before it in the clear, and stays so', async () => {
    const journal = openJournal('a');
    await journal.append([entry('s', 0)], header('s', 1), 's');
    await journal.setKeys(await journal.vault.make(PASSPHRASE));
    await journal.append([entry('s', 1)], header('s', 2));
    const records = await stored();
    expect(records.get('entry,s,0')).toEqual(entry('s', 0));
    expect(records.get('entry,s,1')).not.toHaveProperty('private');
    expect(await (await reloaded(PASSPHRASE)).read('s')).toEqual(entries('s', 0, 2));
  });

  it('is told to nobody once it is locked again, though it was open', async () => {
    const journal = await sealed();
    await journal.append([entry('s', 0)], header('s', 1, { code: 'KQ7TR' }), 's');
    expect(await journal.read('s')).toEqual([entry('s', 0)]);
    journal.vault.lock();
    expect(journal.vault.locked).toBe(true);
    expect((await journal.read('s'))[0]).not.toHaveProperty('private');
    expect((await journal.headers())[0]?.code).toBe(null);
  });

  it('is known as it is stored, for the other windows', async () => {
    const journal = await sealed();
    const mine = entry('s', 0);
    await journal.append([mine], header('s', 1), 's');
    expect(await journal.stored([mine])).toEqual([(await stored()).get('entry,s,0')]);
    const again = await reloaded(PASSPHRASE);
    const [opened] = await again.read('s');
    const asBefore = await again.vault.seal([{ key: ['entry', 's', 0], value: opened }], () =>
      Promise.reject(new Error()),
    );
    expect(asBefore[0]!.value).toEqual((await stored()).get('entry,s,0'));
  });

  it('cannot be passed off as that of another entry or session', async () => {
    const journal = await sealed();
    await journal.append(entries('s', 0, 2), header('s', 2), 's');
    await move(['entry', 's', 0], ['entry', 's', 1]);
    await move(['entry', 's', 0], ['entry', 'z', 0]);
    const again = await reloaded(PASSPHRASE);
    expect((await again.read('s')).map((each) => each.private?.text)).toEqual(['s 0', undefined]);
    expect((await again.read('z'))[0]).not.toHaveProperty('private');
  });

  it('is never written in the clear where the keys could not be read at first', async () => {
    await sealed();
    const again = openJournal('a');
    const getAll = vi.spyOn(IDBObjectStore.prototype, 'getAll').mockImplementation(() => {
      throw new DOMException('', 'DataError');
    });
    await again.load();
    getAll.mockRestore();
    await again.append([entry('s', 0)], header('s', 1), 's');
    await again.flush();
    expect((await stored()).get('entry,s,0')).not.toHaveProperty('private');
  });

  it('can still be opened after the database was deleted under a running session', async () => {
    const deleted = () => new Promise((resolve) => (indexedDB.deleteDatabase('stillroom:a').onsuccess = resolve));
    const journal = await sealed();
    await journal.append(entries('s', 0, 2), header('s', 2), 's');
    await deleted();
    await journal.append([entry('s', 2)], header('s', 3));
    // And in a window that has not been given the passphrase.
    const again = await reloaded();
    await deleted();
    await again.append([entry('s', 3)], header('s', 4));
    expect(spelled([...(await stored())])).not.toContain('"text"');
    expect(await (await reloaded(PASSPHRASE)).read('s')).toEqual(entries('s', 0, 4));
  });
});

describe('sealing that fails', { timeout: 30_000 }, () => {
  it('once only is tried again: nothing that was typed is dropped', async () => {
    const journal = await sealed();
    await journal.append([entry('s', 0)], header('s', 1), 's');
    vi.spyOn(crypto.subtle, 'encrypt').mockRejectedValueOnce(new DOMException('', 'OperationError'));
    await journal.append([entry('s', 1)], header('s', 2));
    await vi.waitFor(() => expect(journal.storage).toBe('durable'), 5000);
    expect(journal.vault.damaged).toBe(false);
    expect((await stored()).get('entry,s,1')).toMatchObject({ sealed: expect.any(ArrayBuffer) });
  });

  it('because the keys are damaged keeps no session from being listed, though a key is given', async () => {
    const journal = await sealed();
    await journal.append([entry('s', 0)], header('s', 1, { code: 'KQ7TR' }), 's');
    const { key } = journal.vault;
    await put(['room', 'keys'], {});
    const again = await reloaded();
    again.vault.unlock(key);
    expect(await again.headers()).toMatchObject([{ session: 's', code: null }]);
  });
});

describe('the keys', { timeout: 30_000 }, () => {
  it('have a passphrase behind at least 600,000 rounds and a salt of their own', async () => {
    const derive = vi.spyOn(crypto.subtle, 'deriveKey');
    const [one] = await openJournal('a').vault.make(PASSPHRASE);
    const [two] = await openJournal('a').vault.make(PASSPHRASE);
    const how = derive.mock.calls[0]?.[0] as Pbkdf2Params;
    expect(how).toMatchObject({ name: 'PBKDF2', hash: 'SHA-256' });
    expect(how.iterations).toBeGreaterThanOrEqual(600_000);
    expect(one.salt).not.toEqual(two.salt);
    expect(one.salt.length).toBeGreaterThanOrEqual(16);
  });

  it('never leave the browser: the one that opens cannot be read out', async () => {
    const { vault } = await sealed();
    expect(vault.key).toMatchObject({ type: 'private', extractable: false });
    for (const format of ['pkcs8', 'jwk'] as const)
      await expect(crypto.subtle.exportKey(format, vault.key!)).rejects.toThrow();
    const again = await reloaded(PASSPHRASE);
    expect(again.vault.key).toMatchObject({ type: 'private', extractable: false });
  });

  it('seal no two entries with one vector', async () => {
    const encrypt = vi.spyOn(crypto.subtle, 'encrypt');
    const journal = await sealed();
    await journal.append(entries('s', 0, 20), header('s', 20, { code: 'KQ7TR' }), 's');
    const vectors = encrypt.mock.calls.map(([how]) => `${(how as AesGcmParams).iv as Uint8Array}`);
    expect(new Set(vectors).size).toBe(21);
  });

  it('of another room do not open this one', async () => {
    await (await sealed()).append([entry('s', 0)], header('s', 1), 's');
    const other = openJournal('b');
    const again = await reloaded();
    again.vault.unlock((await other.vault.make(PASSPHRASE))[1]);
    expect((await again.read('s'))[0]).not.toHaveProperty('private');
  });
});
