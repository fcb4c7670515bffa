import { expect } from '@open-wc/testing';
import { openJournal, type Journal } from '../../../src/store/index.js';
import { entries, entry, header, seqs } from '../../support/records.js';

let room = '';
let journal: Journal;
let count = 0;
const others: IDBDatabase[] = [];

const settled = <T>(request: IDBRequest<T>) =>
  new Promise<T>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Another program's connection, which steps aside for nobody. */
async function stubborn(version?: number): Promise<IDBDatabase> {
  const db = await settled(indexedDB.open(`stillroom:${room}`, version));
  others.push(db);
  return db;
}

const storageIs = (state: Journal['storage']) =>
  new Promise<void>((resolve) => {
    const look = () => journal.storage === state && resolve();
    journal.onStorage(look);
    look();
  });

describe('the journal in a real IndexedDB', () => {
  beforeEach(() => {
    room = `test-${Date.now()}-${count++}`;
    journal = openJournal(room);
  });
  afterEach(async () => {
    for (const other of others.splice(0)) other.close();
    await journal.close();
    await settled(indexedDB.deleteDatabase(`stillroom:${room}`));
  });

  it('gives back after a reload what was acknowledged, in order, however fast it came', async () => {
    await Promise.all(
      Array.from({ length: 60 }, (_, i) => journal.append([entry('s', i)], header('s', i + 1), i ? undefined : 's')),
    );
    await journal.saveRoom({ volume: 0.4 });
    const again = openJournal(room);
    const loaded = await again.load();
    expect(loaded.entries).to.deep.equal(entries('s', 0, 60));
    expect(loaded.room.volume).to.equal(0.4);
    expect(await again.headers()).to.deep.equal([header('s', 60)]);
    await again.close();
  });

  it('gets the durability it asks for: strict for entries, relaxed for the place in the music', async () => {
    const { transaction } = IDBDatabase.prototype;
    const got: string[] = [];
    IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args) {
      const made = transaction.apply(this, args);
      if (made.mode === 'readwrite') got.push(made.durability);
      return made;
    };
    try {
      await journal.append([entry('s', 0)], header('s', 1), 's');
      journal.keepPlace({ session: 's', track: 'one', position: 3, t: 5, at: 6 });
      const again = openJournal(room);
      for (let place; !place;) place = (await again.load()).place;
      await again.close();
      expect(got).to.deep.equal(['strict', 'relaxed']);
    } finally {
      IDBDatabase.prototype.transaction = transaction;
    }
  });

  it('never lets two windows write under one number', async () => {
    const other = openJournal(room);
    await journal.append([entry('s', 0)], header('s', 1), 's');
    await other.load();
    const racing = await Promise.allSettled([
      journal.append([entry('s', 1, { t: 1 })], header('s', 2)),
      other.append([entry('s', 1, { t: 2 })], header('s', 2)),
    ]);
    const refused = racing.filter((each) => each.status === 'rejected');
    expect(refused.map(({ reason }) => reason.code)).to.deep.equal(['no-owner']);
    expect(seqs(await journal.read('s'))).to.deep.equal([0, 1]);
    await other.close();
  });

  it('writes a running session anew, whole, after its database was deleted', async () => {
    await journal.append(entries('s', 0, 4), header('s', 4), 's');
    await settled(indexedDB.deleteDatabase(`stillroom:${room}`));
    await journal.append([entry('s', 4)], header('s', 5));
    const again = openJournal(room);
    expect((await again.load()).entries).to.deep.equal(entries('s', 0, 5));
    await again.close();
  });

  it('steps aside for a newer version that upgrades the database, and goes on in memory', async () => {
    await journal.append([entry('s', 0)], header('s', 1), 's');
    const newer = await stubborn(2);
    await journal.append([entry('s', 1)], header('s', 2));
    expect(journal.storage).to.equal('memory');
    expect(await settled(newer.transaction('journal').objectStore('journal').count(['entry', 's', 1]))).to.equal(0);
  });

  it('holds entries while another window blocks the database, and writes them in order once it is gone', async () => {
    await journal.append([entry('s', 0)], header('s', 1), 's');
    const other = await stubborn();
    // Waits for the other, and every open waits behind it.
    const deleted = settled(indexedDB.deleteDatabase(`stillroom:${room}`));
    // By now our own connection has stepped aside.
    await new Promise<void>((resolve) => (other.onversionchange = () => resolve()));
    await journal.append([entry('s', 1)], header('s', 2));
    expect(journal.storage).to.equal('failing');
    await journal.append([entry('s', 2)], header('s', 3));
    expect(seqs(await journal.read('s').catch(() => []))).to.deep.equal([]);

    other.close();
    await deleted;
    await storageIs('durable');
    expect(seqs(await journal.read('s'))).to.deep.equal([0, 1, 2]);
  });
});
