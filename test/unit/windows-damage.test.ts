import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fold, publicPart, type Entry } from '../../src/session/index.js';
import { loseFiles } from './support/lost-files.js';
import { everything, keys, put, raw, remove } from './support/raw.js';
import { Windows, simulateTime, type TestWindow } from './support/windows.js';

simulateTime();

type Row = Record<string, unknown>;

/** What nobody waited for and nobody caught. */
const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);
beforeEach(() => {
  unhandled.length = 0;
  process.on('unhandledRejection', note);
});
afterEach(() => {
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});

/** A session with a dose and five marks, whose window is gone. @returns its id, and the number of its first entry of a type */
async function stored(windows: Windows, protocol = 'im') {
  const window = await windows.open();
  await sent(windows, window, 'prepare', { protocol });
  await sent(windows, window, 'open');
  await sent(windows, window, 'dose');
  for (let i = 0; i < 5; i++) await sent(windows, window, 'mark', `${i}`);
  const { session, journal } = window.room.state;
  window.crash();
  return { session: session!, seqOf: (type: string) => journal.find((entry) => entry.type === type)!.seq };
}

/** A command that is done. */
async function sent(windows: Windows, window: TestWindow, ...command: Parameters<TestWindow['send']>): Promise<void> {
  const { outcome } = await settled(windows, window, ...command);
  expect(outcome).toBe('done');
}
async function settled(windows: Windows, window: TestWindow, ...command: Parameters<TestWindow['send']>) {
  const sent = window.send(...command);
  await windows.pass(400);
  return sent;
}

const seqs = ({ room }: TestWindow) => room.state.journal.map(({ seq }) => seq);
const numbers = (to: number) => Array.from({ length: to }, (_, i) => i);
const problems = ({ heard }: TestWindow) => heard.filter((type) => type === 'still-problem').length;

describe('a session of which one value cannot be read', () => {
  it('goes on, and takes whatever comes', async () => {
    const windows = new Windows();
    const { session } = await stored(windows);
    loseFiles(['entry', session, 5]);
    const window = await windows.open();
    const { length } = window.room.state.journal;
    expect(window.room.state).toMatchObject({ session, status: 'open', storage: 'durable' });
    expect(seqs(window)).toEqual(numbers(length));
    await sent(windows, window, 'dose');
    await sent(windows, window, 'mark', 'later');
    await windows.pass(60_000);
    expect(window.room.state).toMatchObject({ role: 'owner', storage: 'durable' });
    expect(problems(window)).toBe(0);
    expect((await window.read()).map(({ seq }) => seq)).toEqual(seqs(window));
  });

  it('is not resumed where that is how it began; it stays on the device, is listed, and the room can be used', async () => {
    const windows = new Windows();
    const { session } = await stored(windows);
    loseFiles(['entry', session, 0]);
    const before = await keys();
    const window = await windows.open();
    await windows.pass(60_000);
    expect(window.room.state).toMatchObject({ status: 'idle', storage: 'durable' });
    expect(problems(window)).toBeLessThan(2);
    expect((await window.room.sessions()).map((row) => row.session)).toEqual([session]);
    expect((await window.read(session)).map(({ type }) => type)).toContain('dosed');

    await sent(windows, window, 'prepare', { protocol: 'open' });
    await sent(windows, window, 'open');
    expect(await window.room.sessions()).toHaveLength(2);
    expect(await keys()).toEqual(expect.arrayContaining(before));
  });
});

describe('a room of which nothing can be read, though it can be written', () => {
  it('says so once, is used as if it were new, and finds again what is there', async () => {
    const windows = new Windows();
    const { session } = await stored(windows);
    const putBack = loseFiles(['room', 'session']);
    const window = await windows.open();
    await windows.pass(60_000);
    expect(problems(window)).toBeLessThan(2);
    expect(window.room.state).toMatchObject({ status: 'idle', storage: 'failing' });
    putBack();
    await windows.pass(60_000);
    expect(window.room.state).toMatchObject({ session, status: 'open', storage: 'durable' });
    await sent(windows, window, 'dose');
  });
});

describe.each([{ locks: true }, { locks: false }])('a session with a hole in its journal, %o', (options) => {
  it('goes on in every window: nothing is refused, and nobody gives the room away', async () => {
    const windows = new Windows(options);
    const { session, seqOf } = await stored(windows);
    await remove(['entry', session, seqOf('marked')]);
    await put(['entry', session, 'zz'], { hello: 1 });
    const window = await windows.open();
    const other = await windows.open();
    const { length } = window.room.state.journal;
    expect(window.room.state).toMatchObject({ session, status: 'open', storage: 'durable' });
    expect(window.room.state.marks).toHaveLength(4);
    expect(seqs(window)).toEqual(numbers(length));
    await sent(windows, window, 'dose');
    await sent(windows, other, 'mark', 'later');
    await windows.pass(20_000);
    expect([window.room.state.role, other.room.state.role]).toEqual(['owner', 'viewer']);
    expect(other.room.state.journal).toEqual(window.room.state.journal);
    const types = window.room.state.journal.slice(length).map(({ type }) => type as string);
    expect(types).toEqual(expect.arrayContaining(['dosed', 'marked']));
    expect(types).not.toContain('owner-changed');

    window.crash();
    await windows.pass(5000);
    await sent(windows, other, 'end');
    expect((await other.read()).map(({ seq }) => seq)).toEqual(seqs(other));
  });
  it.each(['opened', 'dosed', 'phase-entered'])('refuses no dose where %s is missing', async (type) => {
    const windows = new Windows(options);
    const { session, seqOf } = await stored(windows);
    await remove(['entry', session, seqOf(type)]);
    const window = await windows.open();
    const { length } = window.room.state.doses;
    await sent(windows, window, 'dose');
    expect(window.room.state).toMatchObject({ session, status: 'open', role: 'owner', storage: 'durable' });
    expect(window.room.state.doses).toHaveLength(length + 1);
    await sent(windows, window, 'next');
    await sent(windows, window, 'end');
  });
});

describe('a record that is damaged so that the entries after it cannot be', () => {
  /** A session by infusion whose dose is damaged, and changed afterwards. */
  async function infused(windows: Windows) {
    const window = await windows.open();
    await sent(windows, window, 'prepare', { protocol: 'iv' });
    await sent(windows, window, 'open');
    await sent(windows, window, 'dose');
    await sent(windows, window, 'doseChange', 0, 'rate', {});
    await sent(windows, window, 'mark', 'a word');
    const { session, journal } = window.room.state;
    const key = ['entry', session!, journal.find(({ type }) => type === 'dosed')!.seq];
    return { window, damage: () => put(key, 'garbage') };
  }

  it('keeps no window from following that cannot read the disk, nor from running the room', async () => {
    const windows = new Windows();
    const { window, damage } = await infused(windows);
    window.crash();
    await damage();
    const first = await windows.open();
    const real = indexedDB;
    vi.stubGlobal('indexedDB', undefined);
    const second = await windows.open();
    vi.stubGlobal('indexedDB', real);
    await sent(windows, second, 'mark', 'another');
    first.crash();
    await windows.pass(10_000);
    expect(windows.owners).toEqual([second]);
  });

  it('keeps no former owner that wakes from following, nor from running the room again', async () => {
    const windows = new Windows();
    const { window, damage } = await infused(windows);
    await damage();
    const second = await windows.open();
    window.freeze();
    await windows.done(second, 'takeOver');
    await sent(windows, second, 'mark', 'another');
    window.thaw();
    await windows.pass(3000);
    await sent(windows, window, 'mark', 'a third');
    second.crash();
    await windows.pass(10_000);
    expect(windows.owners).toEqual([window]);
  });
});

describe('a room whose records a newer version wrote', () => {
  const newer = async () => {
    const windows = new Windows();
    const { session } = await stored(windows);
    await put(['room', 'schema'], 99);
    const before = await everything();
    return { windows, session, before, window: await windows.open() };
  };

  it('is shown and goes on in memory, and not one of them is changed', async () => {
    const { windows, session, before, window } = await newer();
    await windows.pass(10_000);
    expect(window.room.state).toMatchObject({ session, status: 'open', storage: 'memory' });
    for (const command of ['dose', 'louder', 'mark', 'end'] as const) await sent(windows, window, command);
    await windows.pass(10_000);
    expect(window.room.state.doses).toHaveLength(2);
    expect(await everything()).toEqual(before);
  });

  it('takes no import and erases no session, and says why', async () => {
    const { windows, session, before, window } = await newer();
    await sent(windows, window, 'end');
    const copy = window.room.export(session, 'json').then(async (blob) => {
      const file = JSON.parse(await blob.text());
      file.session = 'other';
      for (const entry of file.entries) entry.session = 'other';
      return new Blob([JSON.stringify(file)]);
    });
    await windows.pass(1000);
    const refusal = async (sending: Promise<unknown>) => {
      const refused = sending.catch((error: unknown) => error);
      await windows.pass(400);
      return refused;
    };
    const clear = { code: 'storage', message: expect.stringContaining('newer version') };
    expect(await refusal(window.room.send('import', await copy))).toMatchObject(clear);
    expect(await refusal(window.room.send('erase', session))).toMatchObject(clear);
    expect(await everything()).toEqual(before);
    expect((await window.read(session)).at(-1)!.type).toBe('exported');
  });

  it('lets go of what was only ever in memory', async () => {
    const { windows, session, before, window } = await newer();
    await sent(windows, window, 'end');
    await sent(windows, window, 'prepare', { protocol: 'open' });
    const { session: passing } = window.room.state;
    await sent(windows, window, 'leave');
    await sent(windows, window, 'erase', passing!);
    expect((await window.room.sessions()).map((row) => row.session)).toEqual([session]);
    expect(await everything()).toEqual(before);
  });
});

describe('a copy of a session that is damaged', () => {
  const types = ['dosed', 'phase-entered', 'opened', 'dwell-began', 'marked', 'check-in-due'];
  const damages = { missing: null, empty: (entry: object) => ({ ...entry, data: {} }), foreign: () => 'rust' };
  const cases = types.flatMap((type) => Object.entries(damages).map(([how, damage]) => ({ type, how, damage })));

  it.each(cases)('can be taken back and is the same, where “$type” is $how', async ({ type, damage }) => {
    const windows = new Windows();
    const { session, seqOf } = await stored(windows, 'lozenge');
    const key = ['entry', session, seqOf(type)];
    if (damage) await put(key, damage(await raw('readonly', (store) => store.get(key))));
    else await remove(key);

    const window = await windows.open();
    // A session that says nowhere that it was opened has none to end.
    await settled(windows, window, 'end');
    await sent(windows, window, 'leave');
    const found = await window.read(session);
    const copy = await windows.within(() => window.room.export(session, 'json'));
    await sent(windows, window, 'erase', session);
    await sent(windows, window, 'import', copy as never);

    const back = (await window.read(session)).slice(0, found.length);
    expect(back.map(({ private: words }) => words)).toEqual(found.map(({ private: words }) => words));
    const state = (entries: readonly Entry[]) => ({ ...fold(entries.map(publicPart), () => {}), journal: [] });
    expect(state(back)).toEqual(state(found));
  });
});

describe('a session whose header is damaged', () => {
  it.each([
    ['without a time of export', ({ exportedAt: _, ...rest }: Row) => rest],
    ['with something else for it', (row: Row) => ({ ...row, exportedAt: 'rust' })],
    ['that does not say whether all was', ({ unexported: _, ...rest }: Row) => rest],
  ])('%s is not taken for exported, and never expires', async (_, damage) => {
    const windows = new Windows();
    const { session } = await stored(windows);
    const before = await windows.open();
    await sent(windows, before, 'end');
    await sent(windows, before, 'leave');
    before.crash();
    const [row] = await raw('readonly', (store) => store.getAll(IDBKeyRange.bound(['header'], ['header', []])));
    await put(['header', row.preparedAt, session], damage({ ...row, exportedAt: 5, unexported: false }));
    const window = await windows.open();
    window.room.keepDays = 0;
    await windows.pass(10_000);
    expect((await window.read(session)).length).toBeGreaterThan(5);
    expect((await window.room.sessions()).map((each) => each.session)).toEqual([session]);
  });
});

describe('a sealed entry that is damaged', { timeout: 30_000 }, () => {
  /** What it comes to, however long the browser takes to seal and open. */
  async function come<T>(windows: Windows, promise: Promise<T>): Promise<T> {
    let done = false;
    const end = () => (done = true);
    promise.then(end, end);
    while (!done) await windows.pass(20);
    return promise;
  }

  it('is left out of a copy, which says so; the rest is there, and nobody is asked for a passphrase that was given', async () => {
    const windows = new Windows();
    const before = await windows.open();
    await come(windows, before.room.send('seal', 'a passphrase'));
    await come(windows, before.room.send('prepare', { protocol: 'im' }));
    await come(windows, before.room.send('open'));
    for (const text of ['first', 'second']) await come(windows, before.room.send('mark', text));
    await come(windows, before.room.send('end'));
    const { session, journal } = before.room.state;
    const stored = (seq: number) => raw('readonly', (store) => store.get(['entry', session!, seq]));
    // Sealing takes real time, of which the clock of this test knows nothing: a write may seem stalled.
    while (!(await stored(journal.length - 1))) await windows.pass(50);
    before.crash();
    const key = ['entry', session!, journal.find(({ type }) => type === 'marked')!.seq];
    const entry = await stored(key[2] as number);
    new Uint8Array(entry.sealed)[100]! ^= 1;
    await put(key, entry);

    const window = await windows.open();
    await come(windows, window.room.send('unlock', 'a passphrase'));
    const told: unknown[] = [];
    window.room.on((type, detail) => type === 'still-problem' && told.push(detail));
    const copy = await come(windows, window.room.export(session!, 'json'));
    const { entries } = JSON.parse(await copy.text()) as { entries: Entry[] };
    expect(entries.map(({ seq }) => seq)).toEqual(numbers(entries.length));
    const marked = entries.filter(({ type }) => type === 'marked');
    expect(marked.map((each) => each.private?.text)).toEqual([undefined, 'second']);
    expect(JSON.stringify(entries)).not.toContain('sealed');
    expect(told).toEqual([{ code: 'storage', message: expect.stringContaining(' 1 of '), recovered: true }]);

    const error = await come(
      windows,
      window.room.send('import', copy).catch((refused: unknown) => refused),
    );
    expect(error).toMatchObject({ code: 'bad-import' });
  });
});
