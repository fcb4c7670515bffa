import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { openJournal } from '../../src/store/index.js';
import { entries, entry, header, seqs } from '../support/records.js';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe('a journal', () => {
  it('gives back after a reload what was acknowledged before it', async () => {
    const before = openJournal('a');
    await before.append(entries('s1', 0, 3), header('s1', 3), 's1');
    await before.append([entry('s1', 3)], header('s1', 4));
    await before.saveRoom({ volume: 0.5 });

    const loaded = await openJournal('a').load();
    expect(loaded.session).toBe('s1');
    expect(loaded.entries).toEqual(entries('s1', 0, 4));
    expect(loaded.room).toMatchObject({ session: 's1', volume: 0.5, schema: 1 });
  });
});
