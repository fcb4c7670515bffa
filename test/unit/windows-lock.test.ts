import { setTimeout as reallyPassed } from 'node:timers/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { everything, raw } from './support/raw.js';
import { Windows, simulateTime, type TestWindow } from './support/windows.js';

simulateTime();

const PASSPHRASE = 'low tide, long light';

/** A browser with so many windows of a room whose session is open. The first runs it. */
async function opened(count: number) {
  const windows = new Windows();
  const all: TestWindow[] = [];
  for (let i = 0; i < count; i++) all.push(await windows.open());
  for (const [name, ...args] of [['prepare', { protocol: 'open', code: 'KQ7TR' }], ['open']] as const)
    await done(windows, all[0]!.send(name, ...args));
  return { windows, all };
}

/** Making a key takes real time, whatever becomes of the simulated. */
async function until(windows: Windows, wanted: () => unknown): Promise<void> {
  for (let tries = 0; !wanted() && tries < 2000; tries++) {
    await windows.pass(5);
    await reallyPassed(1);
  }
}

/** Settled with what became of a command. */
async function done(windows: Windows, sent: { outcome: string | null }): Promise<string | null> {
  await until(windows, () => sent.outcome);
  return sent.outcome;
}

const locked = (all: TestWindow[]) => all.map(({ room }) => room.state.locked);
const sealed = (all: TestWindow[]) => all.map(({ room }) => room.state.sealed);
const curtains = ({ room }: TestWindow) =>
  room.state.journal.filter(({ type }) => /^(un)?locked$/.test(type)).map(({ type }) => type);
const texts = async (window: TestWindow) =>
  (await window.read()).flatMap((each) => (each.private as { text?: string })?.text ?? []);

describe('a window that does not run the room', () => {
  it('hides what is private in every window, and shows it again, each written down once', async () => {
    const { windows, all } = await opened(3);
    const [first, second, third] = all as [TestWindow, TestWindow, TestWindow];
    const sent = second.send('lock');
    // Nothing is waited for where it was asked for.
    expect(second.room.state.locked).toBe(true);
    expect(await done(windows, sent)).toBe('done');
    expect(locked(all)).toEqual([true, true, true]);
    expect(await done(windows, third.send('unlock'))).toBe('done');
    await windows.pass(50);
    expect(locked(all)).toEqual([false, false, false]);
    expect(all.map(curtains)).toEqual(all.map(() => ['locked', 'unlocked']));
    expect(first.room.state.role).toBe('owner');
  });

  it('hides it in the others too where it had hidden it by itself before', async () => {
    const { windows, all } = await opened(3);
    const [, second] = all as [TestWindow, TestWindow];
    second.lockAfter(1);
    await windows.pass(61_000);
    expect(locked(all)).toEqual([false, true, false]);
    expect(await done(windows, second.send('lock'))).toBe('done');
    await windows.pass(50);
    expect(locked(all)).toEqual([true, true, true]);
    expect(curtains(second)).toEqual(['locked']);
  });

  it('gives the room its passphrase: what is typed from then on is sealed, whoever typed it', async () => {
    const { windows, all } = await opened(3);
    const [first, second, third] = all as [TestWindow, TestWindow, TestWindow];
    const sent = second.send('seal', PASSPHRASE);
    expect(await done(windows, sent)).toBe('done');
    expect(sealed(all)).toEqual([true, true, true]);
    expect(locked(all)).toEqual([false, false, false]);
    expect(second.room.state.can).toContain('lock');
    expect(second.room.state.can).not.toContain('seal');
    for (const window of all) expect(await done(windows, window.send('mark', 'a word'))).toBe('done');
    for (const window of all) expect(await texts(window)).toEqual(['a word', 'a word', 'a word']);
    expect(JSON.stringify(windows.told)).not.toMatch(/a word.*private|low tide/);
    // Nobody has the key any longer: it is asked for.
    await done(windows, third.send('lock'));
    for (const window of all) await expect(texts(window)).rejects.toMatchObject({ code: 'locked' });
    expect(await done(windows, third.send('unlock', 'a guess'))).toBe('locked');
    expect(await done(windows, third.send('unlock', PASSPHRASE))).toBe('done');
    await windows.pass(50);
    expect(await texts(first)).toEqual(['a word', 'a word', 'a word']);
  });

  it('gives it one of two that are set in two windows at once', async () => {
    const { windows, all } = await opened(2);
    const sent = all.map((window, i) => window.send('seal', `passphrase ${i}`));
    const outcomes = [await done(windows, sent[0]!), await done(windows, sent[1]!)];
    expect([...outcomes].sort()).toEqual(['done', 'not-now']);
    await done(windows, all[0]!.send('lock'));
    const right = outcomes.indexOf('done');
    expect(await done(windows, all[1]!.send('unlock', `passphrase ${1 - right}`))).toBe('locked');
    expect(await done(windows, all[1]!.send('unlock', `passphrase ${right}`))).toBe('done');
  });

  it('gives it one though storage did not answer it once, before', async () => {
    const { windows, all } = await opened(2);
    const second = all[1]!;
    const broken = vi.spyOn(IDBObjectStore.prototype, 'getAllKeys').mockImplementation(() => {
      throw new DOMException('', 'UnknownError');
    });
    await expect(second.call('sessions')).rejects.toMatchObject({ code: 'storage' });
    broken.mockRestore();
    await windows.pass(3000);
    expect(await done(windows, second.send('seal', PASSPHRASE))).toBe('done');
    expect(sealed(all)).toEqual([true, true]);
  });

  it('gives it one while the window that runs the room is hidden, which stays so', async () => {
    const { windows, all } = await opened(3);
    const [first, second] = all as [TestWindow, TestWindow];
    first.lockAfter(1);
    await windows.pass(61_000);
    expect(locked(all)).toEqual([true, false, false]);
    expect(await done(windows, second.send('seal', PASSPHRASE))).toBe('done');
    await windows.pass(50);
    expect(sealed(all)).toEqual([true, true, true]);
    expect(locked(all)).toEqual([true, false, false]);
    expect(await done(windows, second.send('mark', 'a word'))).toBe('done');
    expect(await texts(second)).toEqual(['a word']);
  });

  it('gives it one whose owner dies before it could say so: it stands, and is not refused as a second', async () => {
    const { windows, all } = await opened(3);
    const [first, second, third] = all as [TestWindow, TestWindow, TestWindow];
    first.mute();
    const sent = third.send('seal', PASSPHRASE);
    await until(windows, () => first.room.state.sealed);
    expect([first.room.state.sealed, sent.outcome]).toEqual([true, null]);
    first.crash();
    expect(await done(windows, sent)).toBe('done');
    await windows.pass(3000);
    const left = [second, third];
    expect([second.room.state.role, sealed(left), locked(left)]).toEqual(['owner', [true, true], [false, false]]);
  });

  it('stays hidden after a reload, though another window has the key', async () => {
    const { windows, all } = await opened(2);
    const [first, second] = all as [TestWindow, TestWindow];
    expect(await done(windows, second.send('seal', PASSPHRASE))).toBe('done');
    first.lockAfter(1);
    await windows.pass(61_000);
    await until(windows, () => curtains(first).length);
    expect(locked(all)).toEqual([true, false]);
    first.crash();
    const reloaded = await windows.open();
    expect(locked([second, reloaded])).toEqual([false, true]);
  });
});

it('what was sealed stays sealed where the database is deleted as the owner dies', async () => {
  for (const name of ['addEventListener', 'removeEventListener']) vi.stubGlobal(name, () => {});
  const { windows, all } = await opened(2);
  const [first, second] = all as [TestWindow, TestWindow];
  for (const [name, arg] of [
    ['seal', PASSPHRASE],
    ['mark', 'not for the disk'],
  ] as const)
    expect(await done(windows, first.send(name, arg))).toBe('done');
  await windows.pass(1000);
  expect(JSON.stringify(await second.read())).toContain('not for the disk');
  await windows.within(async () => {
    const request = indexedDB.deleteDatabase('stillroom:a');
    await new Promise((resolve) => (request.onsuccess = resolve));
  });
  first.crash();
  await windows.pass(4000);
  expect(second.room.state).toMatchObject({ role: 'owner', status: 'open', sealed: true });
  expect(await done(windows, second.send('mark', 'not for the disk either'))).toBe('done');
  await windows.pass(1000);
  expect(JSON.stringify(await everything())).not.toContain('not for the disk');
  expect(await raw('readonly', (store) => store.get(['room', 'keys']))).toMatchObject({ rounds: 600_000 });
});

describe('a room that is erased', () => {
  beforeEach(() => {
    for (const name of ['addEventListener', 'removeEventListener']) vi.stubGlobal(name, () => {});
  });
  /** What makes a room look used. */
  const used = ({ room }: TestWindow) => {
    const { sealed, locked, status, can, music } = room.state;
    return [sealed, locked, status, can.includes('seal'), music.volume];
  };
  const NEW = [false, false, 'idle', true, 0.35];

  it.each([
    ['a window that only watches', false],
    ['a locked one', true],
  ])('is as new in every window, with no passphrase, though %s asked for it', async (_, isLocked) => {
    const { windows, all } = await opened(3);
    const [first, second, third] = all as [TestWindow, TestWindow, TestWindow];
    for (const [name, ...args] of [['seal', PASSPHRASE], ['quieter'], ['end']] as const)
      expect(await done(windows, first.send(name, ...args))).toBe('done');
    if (isLocked) expect(await done(windows, second.send('lock'))).toBe('done');
    expect(await done(windows, second.send('erase', 'all'))).toBe('done');
    await windows.pass(1000);
    expect(all.map(used)).toEqual([NEW, NEW, NEW]);
    expect(await done(windows, second.send('prepare', { protocol: 'open', code: 'NEW' }))).toBe('done');
    await windows.pass(100);
    for (const window of all) expect((await window.read())[0]!.private).toMatchObject({ code: 'NEW' });
    expect(await third.room.sessions()).toMatchObject([{ code: 'NEW' }]);
    expect(await done(windows, third.send('seal', 'another one'))).toBe('done');
    await windows.pass(100);
    expect([sealed(all), locked(all)]).toEqual([all.map(() => true), all.map(() => false)]);
  });

  it('has no curtain in any window either', async () => {
    const { windows, all } = await opened(2);
    for (const name of ['end', 'lock'] as const) expect(await done(windows, all[0]!.send(name))).toBe('done');
    expect(await done(windows, all[0]!.send('erase', 'all'))).toBe('done');
    await windows.pass(1000);
    expect(all.map(used)).toEqual([NEW, NEW]);
  });

  it('takes no passphrase back from a window that has not heard of it yet', async () => {
    const { windows, all } = await opened(2);
    const [first, second] = all as [TestWindow, TestWindow];
    for (const [name, ...args] of [['seal', PASSPHRASE], ['end']] as const)
      expect(await done(windows, first.send(name, ...args))).toBe('done');
    windows.lag = 1000;
    const opening = windows.open();
    while (!JSON.stringify(windows.told).includes('"is":"ask"')) await reallyPassed(1);
    const erased = first.send('erase', 'all');
    const third = await opening;
    expect(await done(windows, erased)).toBe('done');
    await windows.pass(3000);
    expect(JSON.stringify(windows.told)).toMatch(/"erased".*"is":"answer"/);
    expect(sealed([first, second, third])).toEqual([false, false, false]);
  });
});

describe('what is hidden', () => {
  beforeEach(() => {
    for (const name of ['addEventListener', 'removeEventListener']) vi.stubGlobal(name, () => {});
  });
  const sessions = {
    idle: [],
    prepared: [['prepare']],
    open: [['prepare'], ['open']],
    closing: [['prepare'], ['open'], ['close']],
    ended: [['prepare'], ['open'], ['end']],
  } as const;
  const isLocked = ({ room }: TestWindow) => room.state.locked;

  describe.each(Object.entries(sessions))('where a session is %s', (status, commands) => {
    it('stays so over a reload, and what is shown stays so too', async () => {
      const windows = new Windows();
      let only = await windows.open();
      for (const [command] of commands) expect(await done(windows, only.send(command))).toBe('done');
      for (const command of ['lock', 'unlock', 'lock'] as const) {
        expect(await done(windows, only.send(command))).toBe('done');
        only = await only.reload();
        expect([only.room.state.status, isLocked(only)]).toEqual([status, command === 'lock']);
      }
      // Not only in this tab.
      only.crash();
      expect(isLocked(await windows.open())).toBe(true);
    });

    it('by time stays so too', async () => {
      const windows = new Windows();
      const only = await windows.open();
      for (const [command] of commands) expect(await done(windows, only.send(command))).toBe('done');
      only.lockAfter(1);
      await windows.pass(62_000, 1000);
      expect(isLocked(only)).toBe(true);
      expect(isLocked(await only.reload())).toBe(true);
    });
  });

  it.each([
    ['stays so when its session is left, and in the next one', 'prepare open lock end leave prepare', 'prepared', true],
    ['is shown once it was shown, of a session that ended hidden', 'prepare open lock end unlock', 'ended', false],
  ])('%s, over a reload too', async (_, commands, status, hidden) => {
    const windows = new Windows();
    const only = await windows.open();
    for (const command of commands.split(' ')) expect(await done(windows, only.send(command as 'lock'))).toBe('done');
    const again = await only.reload();
    expect([again.room.state.status, isLocked(again)]).toEqual([status, hidden]);
  });

  it('is hidden in a window that is opened beside an idle one', async () => {
    const windows = new Windows();
    const first = await windows.open();
    expect(await done(windows, first.send('lock'))).toBe('done');
    const second = await windows.open();
    expect(isLocked(second)).toBe(true);
    expect(await done(windows, second.send('unlock'))).toBe('done');
    await windows.pass(50);
    expect([first, second, await windows.open()].map(isLocked)).toEqual([false, false, false]);
  });

  it.each([true, false])(
    'by time in a window that only watches stays so in its tab alone, sealed: %s',
    async (seals) => {
      const { windows, all } = await opened(2);
      const [first, second] = all as [TestWindow, TestWindow];
      if (seals) expect(await done(windows, first.send('seal', PASSPHRASE))).toBe('done');
      second.lockAfter(1);
      await windows.pass(62_000, 1000);
      const again = await second.reload();
      const third = await windows.open();
      expect([first, again, third].map(isLocked)).toEqual([false, true, false]);
      expect(await done(windows, again.send('unlock', PASSPHRASE))).toBe('done');
      expect(isLocked(await again.reload())).toBe(false);
    },
  );

  it('by time in a window that only watches is shown in its tab when another one shows it', async () => {
    const { windows, all } = await opened(2);
    const [first, second] = all as [TestWindow, TestWindow];
    second.lockAfter(1);
    await windows.pass(62_000, 1000);
    for (const command of ['lock', 'unlock'] as const) expect(await done(windows, first.send(command))).toBe('done');
    await windows.pass(50);
    expect(isLocked(second)).toBe(false);
    expect(isLocked(await second.reload())).toBe(false);
  });

  it('is no longer where the room was erased', async () => {
    const { windows, all } = await opened(2);
    const [first, second] = all as [TestWindow, TestWindow];
    second.lockAfter(1);
    await windows.pass(62_000, 1000);
    for (const [name, ...args] of [['lock'], ['end'], ['erase', 'all']] as const)
      expect(await done(windows, first.send(name, ...args))).toBe('done');
    await windows.pass(1000);
    expect([await first.reload(), await second.reload()].map(isLocked)).toEqual([false, false]);
  });
});
