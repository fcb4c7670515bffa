import { expect } from '@open-wc/testing';
import type { Entry } from '../../src/session/types.js';
import { openJournal, type Header } from '../../src/store/index.js';
import type { StillRoom } from '../../src/still-room.js';
import { room, until } from './support/room.js';

const DAY = 24 * 3_600_000;

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: { code: string }) => error.code,
  );

/** A short session with something of everything that is private; ended. @returns its id */
async function session(element: StillRoom): Promise<string> {
  await element.prepare({ protocol: 'im', code: 'sec-code', intention: 'sec-intention', touch: 'hand', staff: 'AB' });
  await element.open();
  await element.dose({ amount: 'sec-amount', route: 'im' });
  await element.mark('sec-mark', { kind: 'tears' });
  await element.note('sec-process', { kind: 'process' });
  await element.record('vitals', { systolic: 121, diastolic: 79 });
  const { session: id } = await element.end();
  return id!;
}

const rows = async (element: StillRoom) => (await element.sessions()) as readonly Header[];

/** Names of what this origin stores. */
async function stored(): Promise<string[]> {
  const databases = (await indexedDB.databases()).map(({ name }) => name!);
  return [...databases, ...(await caches.keys()), ...Object.keys(localStorage), ...Object.keys(sessionStorage)];
}

/** Writes sessions into a room as an earlier day would have left them. */
async function earlier(name: string, ...all: { entries: Entry[]; header: Partial<Header>; current?: boolean }[]) {
  const journal = openJournal(name);
  for (const { entries, header, current } of all) {
    const [{ session: id, at }] = entries as [Entry];
    const row = { session: id, status: 'ended', rehearsal: false, protocol: 'im', preparedAt: at, openedAt: at };
    const more = { endedAt: at, entries: entries.length, exportedAt: null, unexported: true, code: null };
    await journal.append(entries, { ...row, ...more, ...header } as Header, current ? id : null);
  }
  await journal.close();
}

/** The entries of one session, as another one and so many ms earlier. */
const moved = (entries: readonly Entry[], id: string, by: number) =>
  entries.map((entry) => ({ ...entry, session: id, at: entry.at - by }));

describe('a copy to take away', function () {
  this.timeout(60_000);

  it('brings the same session to another room, once', async () => {
    const from = await room({ pace: 1 });
    const to = await room({ pace: 1 });
    const id = await session(from);
    const written = await from.read(id);
    const blob = await from.export(id, 'json');
    expect(blob.type).to.equal('application/json');
    expect(await code(to.import(blob))).to.equal(null);
    expect(await to.read(id)).to.deep.equal(written);
    const [row] = await rows(to);
    expect(row).to.deep.include({ session: id, status: 'ended', entries: written.length, code: 'sec-code' });
    await to.import(blob);
    expect((await rows(to)).length).to.equal(1);
    // Where it came from there is nothing new in it either.
    await from.import(blob);
    expect((await from.read(id)).slice(0, written.length)).to.deep.equal(written);
  });

  it('is journalled in its session, the current one or not, and dated in its row', async () => {
    const element = await room({ pace: 1 });
    const first = await session(element);
    await element.export(first, 'json', { parts: 'chart' });
    expect(element.state.journal.at(-1)).to.deep.include({
      type: 'exported',
      data: { format: 'json', parts: 'chart' },
    });
    const second = await session(element);
    await element.export(first, 'json');
    const entry = (await element.read(first)).at(-1)!;
    expect(entry).to.deep.include({ type: 'exported', cause: 'person', data: { format: 'json', parts: 'all' } });
    const [newer, older] = await rows(element);
    expect(newer).to.include({ session: second, exportedAt: null, unexported: true });
    expect(older).to.include({ session: first, exportedAt: entry.at, unexported: false });
    expect(element.state.session).to.equal(second);
  });

  it('is refused where it cannot be made, and nothing is journalled then', async () => {
    const element = await room({ pace: 1 });
    const id = await session(element);
    const { length } = await element.read(id);
    expect(await code(element.export(id, 'fhir'))).to.equal('bad-value');
    expect(await code(element.export(id, 'json', { parts: 'doses' as 'chart' }))).to.equal('bad-value');
    expect(await code(element.export('nobody', 'json'))).to.equal('unknown');
    expect((await element.read(id)).length).to.equal(length);
  });

  it('is not taken where it is damaged, a part, or another version of a session; nothing is stored then', async () => {
    const from = await room({ pace: 1 });
    const to = await room({ pace: 1 });
    const id = await session(from);
    const text = await (await from.export(id, 'json')).text();
    const taken = (file: unknown) => code(to.import(file as Blob));
    expect(await taken(new Blob([text.slice(0, -20)]))).to.equal('bad-import');
    expect(await taken(await from.export(id, 'json', { parts: 'chart' }))).to.equal('bad-import');
    expect(await taken('text')).to.equal('bad-import');
    expect(await taken(null)).to.equal('bad-import');
    const large = { size: 60_000_000, text: async () => text };
    for (const [file, why] of [
      [null, /no file/],
      [large, /larger than 50 MB/],
    ] as const)
      expect(String(await to.import(file as unknown as Blob).catch((error: unknown) => error))).to.match(why);
    expect(await rows(to)).to.deep.equal([]);
    expect(await taken(new Blob([text]))).to.equal(null);
    expect(await taken(new Blob([text.replace('sec-mark', 'another')]))).to.equal('bad-import');
    expect(JSON.stringify(await to.read(id))).to.contain('sec-mark');
  });

  it('is stored whole or not at all', async () => {
    const from = await room({ pace: 1 });
    const to = await room({ pace: 1 });
    const id = await session(from);
    const blob = await from.export(id, 'json');
    const { add } = IDBObjectStore.prototype;
    let count = 0;
    IDBObjectStore.prototype.add = function (this: IDBObjectStore, ...args) {
      if (++count === 5) this.transaction.abort();
      return add.apply(this, args);
    };
    try {
      expect(await code(to.import(blob))).to.equal('storage');
    } finally {
      IDBObjectStore.prototype.add = add;
    }
    expect(await rows(to)).to.deep.equal([]);
    expect(await code(to.read(id))).to.equal('unknown');
    // What failed was this file and nothing else.
    expect(to.state.storage).to.equal('durable');
    await to.import(blob);
    expect((await rows(to)).length).to.equal(1);
  });
});

describe('what is erased', function () {
  this.timeout(60_000);

  it('is never the open session', async () => {
    const element = await room({ pace: 1 });
    await element.prepare();
    const { session: id } = await element.open();
    for (const what of [id!, 'all']) expect(await code(element.erase(what))).to.equal('not-now');
    await element.close();
    for (const what of [id!, 'all']) expect(await code(element.erase(what))).to.equal('not-now');
    expect(element.state.status).to.equal('closing');
    await element.end();
    expect((await element.erase(id!)).status).to.equal('idle');
    expect(await rows(element)).to.deep.equal([]);
  });

  it('is gone, and nothing else is', async () => {
    const element = await room({ pace: 1 });
    const first = await session(element);
    const second = await session(element);
    await element.erase(first);
    expect(element.state.session).to.equal(second);
    expect((await rows(element)).map((row) => row.session)).to.deep.equal([second]);
    expect(await code(element.read(first))).to.equal('unknown');
    expect(await code(element.erase(first))).to.equal('unknown');
    expect((await element.read(second)).length).to.equal(element.state.journal.length);
    await element.erase(second);
    expect(await code(element.read(second))).to.equal('unknown');
  });

  it('takes one range delete a session', async () => {
    const element = await room({ pace: 1 });
    const id = await session(element);
    const { delete: real } = IDBObjectStore.prototype;
    const deleted: string[] = [];
    IDBObjectStore.prototype.delete = function (this: IDBObjectStore, key) {
      deleted.push(key instanceof IDBKeyRange ? 'range' : `${(key as unknown[])[0]}`);
      return real.call(this, key);
    };
    try {
      await element.erase(id);
    } finally {
      IDBObjectStore.prototype.delete = real;
    }
    // Its place in the music goes too, where that has been stored.
    expect(deleted.filter((each) => each !== 'room')).to.deep.equal(['range', 'header']);
  });

  it('leaves no trace in any store of the origin, if it is all; other rooms are not touched', async () => {
    const other = await room({ pace: 1 });
    const others = await session(other);
    const list = {
      playlist: { title: 'Files', track: [{ location: new URL('/package.json', location.href).href, title: 'One' }] },
    };
    // WebKitGTK never ends a transaction that stores a blob: no file comes onto the device there.
    const files = /Chrom|Firefox/.test(navigator.userAgent);
    const element = await room({ pace: 1, playlists: files ? [list] : null, inline: false });
    await session(element);
    await element.prepare({ playlist: element.offers.playlists[0]!.id });
    await element.setVolume(0.6);
    if (files)
      await until(element, ({ preflight }) =>
        preflight.some(({ id, status }) => id === 'tracks' && status !== 'working'),
      );
    await session(element);
    await element.updateComplete;
    const ours = async () => (await stored()).filter((name) => name.includes(element.room));
    expect((await ours()).sort()).to.deep.equal(
      [
        `stillroom-dark:${element.room}`,
        ...(files ? [`stillroom-music:${element.room}`] : []),
        `stillroom:${element.room}`,
      ].sort(),
    );
    await element.erase('all');
    await element.updateComplete;
    expect(await ours()).to.deep.equal([]);
    expect(element.state).to.include({ status: 'idle', session: null, storage: 'durable' });
    expect(element.state.music.volume).to.equal(0.35);
    expect(JSON.stringify([element.state, element.shadowRoot!.textContent])).not.to.contain('sec-');
    expect((await other.read(others)).length).to.be.above(5);
    // The room is as good as new.
    const again = await session(element);
    expect((await rows(element)).map((row) => row.session)).to.deep.equal([again]);
  });
});

describe('what was exported long ago', function () {
  this.timeout(60_000);

  /** Entries of a session, to make others of. */
  let entries: Entry[];
  before(async () => {
    const element = await room({ pace: 1 });
    entries = await element.read(await session(element));
  });

  const kept = async (element: StillRoom) => (await rows(element)).map((row) => row.session).sort();
  const gone = async (element: StillRoom, id: string) => {
    while ((await kept(element)).includes(id)) await new Promise((resolve) => setTimeout(resolve, 50));
  };

  it('is erased at the start once the page is at rest; what was never exported stays, and is counted', async () => {
    const name = `keep-${Date.now()}`;
    const old = 40 * DAY;
    const exported = { exportedAt: Date.now() - 31 * DAY, unexported: false };
    await earlier(
      name,
      { entries: moved(entries, 'long-ago', old), header: exported },
      { entries: moved(entries, 'lately', old + 1), header: { ...exported, exportedAt: Date.now() - 29 * DAY } },
      { entries: moved(entries, 'never', old + 2), header: {} },
      { entries: moved(entries, 'in-part', old + 3), header: { ...exported, unexported: true } },
      { entries: moved(entries, 'new', 0), header: {} },
      { entries: moved(entries, 'mine', old + 4), header: exported, current: true },
    );
    const waiting: IdleRequestCallback[] = [];
    const page = globalThis as { requestIdleCallback?: typeof requestIdleCallback };
    const real = page.requestIdleCallback;
    page.requestIdleCallback = (callback) => waiting.push(callback);
    try {
      const element = await room({ pace: 1, room: name });
      expect(element.keepDays).to.equal(30);
      // Until the page is at rest nothing is touched.
      expect((await kept(element)).length).to.equal(6);
      const told = [element.state.unexported];
      element.addEventListener('still-change', ({ target }) => told.push((target as StillRoom).state.unexported));
      page.requestIdleCallback = (callback) => setTimeout(callback as () => void) as unknown as number;
      for (const callback of waiting) callback({} as IdleDeadline);
      await gone(element, 'long-ago');
      await until(element, ({ unexported }) => unexported === 2, 'two that were never exported');
      expect(told).to.deep.equal([0, 2]);
      expect(await kept(element)).to.deep.equal(['in-part', 'lately', 'mine', 'never', 'new']);
      expect(await code(element.read('long-ago'))).to.equal('unknown');
      expect((await element.read('never')).length).to.equal(entries.length);
      expect(element.state.session).to.equal('mine');
    } finally {
      if (real) page.requestIdleCallback = real;
      else delete page.requestIdleCallback;
    }
  });

  it('stays where nothing is to be erased, and where the figure is none', async () => {
    const header = { exportedAt: Date.now() - 400 * DAY, unexported: false };
    for (const [i, value] of ['1000', 'never', '-1'].entries()) {
      const name = `stay-${i}-${Date.now()}`;
      await earlier(name, { entries: moved(entries, 'old', 500 * DAY), header });
      const element = document.createElement('still-room') as StillRoom;
      element.setAttribute('room', name);
      element.setAttribute('keep-days', value);
      document.body.append(element);
      await element.ready;
      await new Promise((resolve) =>
        'requestIdleCallback' in globalThis
          ? requestIdleCallback(() => setTimeout(resolve, 300))
          : setTimeout(resolve, 1500),
      );
      expect(await kept(element)).to.deep.equal(['old']);
      element.remove();
    }
  });

  it('waits while a session is open', async () => {
    const name = `wait-${Date.now()}`;
    const header = { exportedAt: Date.now() - 400 * DAY, unexported: false };
    const open = entries.filter(({ type }) => !/ended|lapsed/.test(type)).map((entry, seq) => ({ ...entry, seq }));
    await earlier(
      name,
      { entries: moved(entries, 'old', 500 * DAY), header },
      { entries: moved(open, 'running', 1000), header: { status: 'open' }, current: true },
    );
    const element = await room({ pace: 1, room: name });
    expect(element.state.status).to.equal('open');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await kept(element)).to.deep.equal(['old', 'running']);
    await element.end();
  });
});

describe('a session left open for six hours', function () {
  this.timeout(60_000);

  it('is offered, and neither sounds nor shows what is private; nor is it copied or erased', async () => {
    const from = await room({ pace: 1 });
    await session(from);
    await from.reopen();
    const entries = await from.read(from.state.session!);
    await from.end();
    const name = `left-${Date.now()}`;
    await earlier(name, { entries: moved(entries, 'left', 7 * 3_600_000), header: { status: 'open' }, current: true });

    let contexts = 0;
    const { AudioContext: Real } = globalThis;
    globalThis.AudioContext = class extends Real {
      constructor(...args: ConstructorParameters<typeof Real>) {
        super(...args);
        contexts++;
      }
    };
    try {
      const element = await room({ pace: 1, room: name });
      await element.updateComplete;
      expect(element.state).to.include({ leftOpen: true, session: 'left' });
      expect(element.state.music.status).to.equal('off');
      expect(element.state.can).to.include.members(['resume', 'end', 'dose']).and.not.include('mark');
      const { shadowRoot } = element;
      expect(shadowRoot!.textContent).to.contain('A session was left open');
      const fields = [...shadowRoot!.querySelectorAll('input,textarea')].map(
        (each) => (each as HTMLInputElement).value,
      );
      expect(shadowRoot!.textContent + fields.join()).not.to.contain('sec-');
      expect(await code(element.export('left', 'json'))).to.equal('not-now');
      expect(await code(element.erase('left'))).to.equal('not-now');
      expect(await code(element.erase('all'))).to.equal('not-now');
      expect((await element.read('left')).length).to.equal(entries.length);
      expect(contexts).to.equal(0);
      await element.end();
      expect(element.state.journal.at(-1)!.data).to.deep.equal({ reason: 'left-open' });
      expect(contexts).to.equal(0);
    } finally {
      globalThis.AudioContext = Real;
    }
  });
});
