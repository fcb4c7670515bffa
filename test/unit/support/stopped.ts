import type { Entry } from '../../../src/session/types.js';

/** A transaction that stays open, as that of a process that was stopped in the middle of it. @returns lets it end */
export async function stopWriting(entry?: Entry): Promise<() => void> {
  const db = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open('stillroom:a');
    request.onsuccess = () => resolve(request.result);
  });
  const store = db.transaction('journal', 'readwrite').objectStore('journal');
  let stopped = true;
  await new Promise<void>((begun) => {
    const ask = () => {
      store.get(0).onsuccess = () => {
        begun();
        if (stopped) return ask();
        if (entry) store.add(entry, ['entry', entry.session, entry.seq]);
        db.close();
      };
    };
    ask();
  });
  return () => (stopped = false);
}
