import type { BrowserContext, Page } from 'playwright-core';
import { page } from './serve.js';
import { ready } from './tag.js';

/** A page with one room and nothing else. @param pace of a rehearsal */
export const roomPage = (pace = 1) =>
  page(`<script src="/watch.js"></script>
    <script type="module" src="/stillroom.js"></script>
    <still-room pace="${pace}"></still-room>`);

/** Counts what a window reads from IndexedDB, notes every entry it tells of, and may be told to keep to itself. */
export const watch = {
  type: 'text/javascript',
  body: `
    window.reads = 0;
    window.mute = false;
    window.seen = {};
    for (const name of ['get', 'getAll', 'getAllKeys', 'openCursor']) {
      const real = IDBObjectStore.prototype[name];
      IDBObjectStore.prototype[name] = function (...args) { reads++; return real.apply(this, args); };
    }
    const post = BroadcastChannel.prototype.postMessage;
    BroadcastChannel.prototype.postMessage = function (message) { if (!mute) post.call(this, message); };
    addEventListener('still-change', ({ detail }) => {
      if (detail.entry) seen[detail.seq] = performance.timeOrigin + performance.now();
    });
  `,
};

/** Another window of the room, ready. */
export async function openWindow(context: BrowserContext, address: string): Promise<Page> {
  const tab = await context.newPage();
  await tab.goto(address);
  await ready(tab);
  return tab;
}

/** Its process dies from one moment to the next. */
export async function crash(tab: Page): Promise<void> {
  const devtools = await tab.context().newCDPSession(tab);
  const crashed = new Promise((resolve) => tab.once('crash', resolve));
  devtools.send('Page.crash').catch(() => {});
  await crashed;
}

/** The browser freezes the window, as one that was not looked at for long. @returns lets it go on */
export async function freeze(tab: Page): Promise<() => Promise<void>> {
  const devtools = await tab.context().newCDPSession(tab);
  await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
  return async () => {
    await devtools.send('Page.setWebLifecycleState', { state: 'active' });
    await devtools.detach();
  };
}

/** The journal as it stands in the database, past the tag: entries, and the epoch. */
export const storedIn = (tab: Page, room = 'room') =>
  tab.evaluate(async (name) => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const db = await done(indexedDB.open(name));
    const store = db.transaction('journal').objectStore('journal');
    const [entries, epoch] = await Promise.all([
      done(store.getAll(IDBKeyRange.bound(['entry'], ['entry', []]))),
      done(store.get(['room', 'epoch'])),
    ]);
    db.close();
    type Stored = {
      seq: number;
      type: string;
      cmd?: string;
      data: Record<string, unknown>;
      private?: { text?: string };
    };
    return { entries: entries as Stored[], epoch: epoch as number };
  }, `stillroom:${room}`);
