import { vi } from 'vitest';

/** Of the double's own: a request that does what it is told, or fails with it. */
interface Transaction {
  _execRequestAsync(request: { source: IDBObjectStore; operation(): unknown }): IDBRequest;
}

/**
 * Values whose files are lost: Chromium keeps one of more than 64 kB in a file of its own. Whatever reads one fails, a
 * whole range for a single one; their keys are there as before.
 * @returns puts the files back
 */
export function loseFiles(...keys: IDBValidKey[]): () => void {
  const fail = (store: IDBObjectStore) =>
    (store.transaction as unknown as Transaction)._execRequestAsync({
      source: store,
      operation() {
        throw new DOMException('Data lost due to missing file.', 'NotReadableError');
      },
    });
  const { get, getAll } = IDBObjectStore.prototype;
  const spies = [
    vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(function (this: IDBObjectStore, query) {
      return keys.some((key) => `${key}` === `${query}`) ? fail(this) : get.call(this, query);
    }),
    vi.spyOn(IDBObjectStore.prototype, 'getAll').mockImplementation(function (this: IDBObjectStore, ...args) {
      const [range] = args as [IDBKeyRange?];
      return keys.some((key) => !range || range.includes(key)) ? fail(this) : getAll.apply(this, args);
    }),
  ];
  return () => spies.forEach((spy) => spy.mockRestore());
}
