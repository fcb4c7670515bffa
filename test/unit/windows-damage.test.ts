import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loseFiles } from './support/lost-files.js';
import { everything, keys, put, remove } from './support/raw.js';
import { Windows, simulateTime, type TestWindow } from './support/windows.js';

simulateTime();

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
async function stored(windows: Windows) {
  const window = await windows.open();
  await sent(windows, window, 'prepare', { protocol: 'im' });
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
