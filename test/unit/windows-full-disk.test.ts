import { setTimeout as reallyPassed } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import type { Entry } from '../../src/session/types.js';
import { put, raw, storedEntries as stored } from './support/raw.js';
import { Windows, simulateTime, type TestWindow } from './support/windows.js';

simulateTime();

type Call = Parameters<TestWindow['send']>;

const types = (entries: readonly { type: string }[]) => entries.map(({ type }) => type);
const texts = (entries: readonly Entry[]) =>
  entries.flatMap(({ type, private: typed }) => (type === 'marked' ? [typed!.text] : []));

/** So many windows of a room, and calls to one of them, each of which is done before the next. */
async function opened(count: number, options?: { locks: boolean }) {
  const windows = new Windows(options);
  const all: TestWindow[] = [];
  for (let i = 0; i < count; i++) all.push(await windows.open());
  const send = async (to: TestWindow, ...calls: Call[]) => {
    for (const call of calls) {
      const sent = to.send(...call);
      await windows.pass(1500);
      expect([call[0], sent.outcome]).toEqual([call[0], 'done']);
    }
  };
  await send(all[0]!, ['prepare', { protocol: 'im' }], ['open']);
  const recover = async () => {
    windows.full = false;
    await windows.pass(75_000);
    expect(windows.owners).toHaveLength(1);
    expect(windows.owners[0]!.room.state.storage).toBe('durable');
  };
  return { windows, all, send, recover, session: all[0]!.room.state.session! };
}

const outline = ({ room }: TestWindow) => [room.state.role, room.state.status];
const ended: Call[] = [['dose'], ['mark', 'acknowledged'], ['end'], ['leave']];

describe('a session that was ended and left while the disk was full', () => {
  const whole = async (windows: Windows, session: string) => {
    const entries = await stored(session);
    expect(types(entries)).toEqual(expect.arrayContaining(['dosed', 'marked', 'ended']));
    expect(types(entries)).not.toContain('owner-changed');
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, i) => i));
    for (const each of windows.all) if (each.alive) each.crash();
    const again = await windows.open();
    expect(again.room.state.status).toBe('idle');
    expect(await again.room.sessions()).toMatchObject([{ session, status: 'ended', entries: entries.length }]);
  };

  it.each(['takeOver', 'crash'])(
    'stays so where another window takes the room (%s), and is written whole',
    async (how) => {
      const { windows, all, send, recover, session } = await opened(2);
      const [first, second] = all as [TestWindow, TestWindow];
      windows.full = true;
      await send(first, ...ended);
      if (how === 'crash') first.crash();
      else await send(second, ['takeOver']);
      await windows.pass(4000);
      expect(outline(second)).toEqual(['owner', 'idle']);
      await recover();
      expect(outline(second)).toEqual(['owner', 'idle']);
      await whole(windows, session);
    },
  );

  it('stays so where the room comes back to the window that left it', async () => {
    const { windows, all, send, recover, session } = await opened(2);
    const [first, second] = all as [TestWindow, TestWindow];
    windows.full = true;
    await send(first, ...ended);
    await send(second, ['takeOver']);
    second.crash();
    await windows.pass(4000);
    expect(outline(first)).toEqual(['owner', 'idle']);
    await recover();
    await whole(windows, session);
  });

  it('stays so where a window that was opened only afterwards takes the room', async () => {
    const { windows, all, send, recover, session } = await opened(1);
    windows.full = true;
    await send(all[0]!, ...ended);
    const second = await windows.open();
    expect(outline(second)).toEqual(['viewer', 'idle']);
    all[0]!.crash();
    await windows.pass(4000);
    expect(outline(second)).toEqual(['owner', 'idle']);
    await recover();
    await whole(windows, session);
  });

  it('has what was added to it then, whichever window takes the room', async () => {
    const { windows, all, send, recover, session } = await opened(2);
    const [first, second] = all as [TestWindow, TestWindow];
    await send(first, ['end'], ['leave'], ['prepare', { protocol: 'open' }], ['open']);
    const next = first.room.state.session!;
    windows.full = true;
    await send(second, ['note', 'one', { session }], ['mark', 'two'], ['note', 'three', { session }]);
    first.crash();
    await windows.pass(4000);
    expect(second.room.state).toMatchObject({ role: 'owner', status: 'open', session: next });
    await recover();
    const noted = (await stored(session)).filter(({ type }) => type === 'noted');
    expect(noted.map(({ private: typed }) => typed!.text)).toEqual(['one', 'three']);
    expect(texts(await stored(next))).toEqual(['two']);
    expect(await second.room.sessions()).toHaveLength(2);
  });

  it('has what was added to it then, though it had been erased and taken back before', async () => {
    const { windows, all, send, recover, session } = await opened(2);
    const [first, second] = all as [TestWindow, TestWindow];
    for (const name of ['addEventListener', 'removeEventListener']) vi.stubGlobal(name, () => {});
    await send(first, ['end']);
    const copy = first.call('export', session, 'json');
    await windows.pass(1500);
    await send(first, ['leave'], ['erase', session], ['import', (await copy) as Blob]);
    windows.full = true;
    await send(first, ['note', 'one', { session }]);
    first.crash();
    await windows.pass(4000);
    await recover();
    expect(second.room.state.role).toBe('owner');
    expect((await stored(session)).find(({ type }) => type === 'noted')?.private).toEqual({ text: 'one' });
  });

  it('is sealed where other windows are told of it', { timeout: 30_000 }, async () => {
    const { windows, all, session } = await opened(2);
    const [first, second] = all as [TestWindow, TestWindow];
    const until = async (sent: { outcome: string | null }) => {
      for (; !sent.outcome; await reallyPassed(1)) await windows.pass(5);
      expect(sent.outcome).toBe('done');
    };
    const before: Call[] = [['seal', 'a passphrase'], ['end'], ['leave']];
    for (const call of before) await until(first.send(...call));
    windows.full = true;
    await until(first.send('note', 'not for the air', { session }));
    await windows.pass(1000);
    first.crash();
    await windows.pass(4000);
    // What is sealed takes real time.
    for (let i = 0; i < 500 && second.room.state.role !== 'owner'; i++, await reallyPassed(1)) await windows.pass(5);
    expect(second.room.state.role).toBe('owner');
    windows.full = false;
    for (let i = 0; i < 500 && second.room.state.storage !== 'durable'; i++) {
      await windows.pass(200);
      await reallyPassed(1);
    }
    const noted = (await stored(session)).find(({ type }) => type === 'noted')!;
    expect(noted).toMatchObject({ sealed: expect.any(ArrayBuffer) });
    expect(JSON.stringify([windows.told, noted])).not.toContain('not for the air');
  });

  it('is no longer the room’s where the next one was left too', async () => {
    const { windows, all, send, recover, session } = await opened(3);
    const [first, second, third] = all as [TestWindow, TestWindow, TestWindow];
    windows.full = true;
    await send(first, ...ended, ['prepare', { protocol: 'open' }], ['open']);
    const next = first.room.state.session!;
    await send(first, ['dose'], ['end'], ['leave']);
    first.crash();
    await windows.pass(4000);
    expect([second, third].map(({ room }) => room.state.status)).toEqual(['idle', 'idle']);
    await recover();
    for (const each of [session, next])
      expect(types(await stored(each))).toEqual(expect.arrayContaining(['dosed', 'ended']));
  });

  it('is told to nobody where it is stored whole', async () => {
    const { windows, all, send } = await opened(1);
    await send(
      all[0]!,
      ...ended,
      ['prepare', { protocol: 'open' }],
      ['open'],
      ['end'],
      ['prepare', { protocol: 'im' }],
    );
    await windows.open();
    await windows.pass(500);
    expect(windows.told.filter((each) => Object.hasOwn(each as object, 'left'))).toEqual([]);
  });

  it('comes to nothing where it was erased meanwhile', async () => {
    const { windows, all, send, recover, session } = await opened(2);
    const [first, second] = all as [TestWindow, TestWindow];
    windows.full = true;
    await send(first, ...ended.slice(0, 3));
    vi.stubGlobal('addEventListener', () => {});
    vi.stubGlobal('removeEventListener', () => {});
    await send(first, ['leave'], ['erase', session]);
    await send(second, ['takeOver']);
    await send(first, ['takeOver']);
    await recover();
    expect([first, second].map(({ room }) => room.state.status)).toEqual(['idle', 'idle']);
    expect(await stored(session)).toEqual([]);
  });
});

describe('what the room remembers beside its sessions and could not store', () => {
  const remembered = (name: string) => raw('readonly', (store) => store.get(['room', name]));
  const changed = async () => {
    const rig = await opened(2);
    const [first] = rig.all as [TestWindow];
    vi.stubGlobal('addEventListener', () => {});
    vi.stubGlobal('removeEventListener', () => {});
    await rig.send(first, ['end'], ['leave']);
    rig.windows.full = true;
    await rig.send(first, ['setVolume', 0.2], ['lock']);
    return rig;
  };
  const kept = async ({ room }: TestWindow) => {
    expect([room.state.role, room.state.music.volume, room.state.locked]).toEqual(['owner', 0.2, true]);
    expect([await remembered('volume'), await remembered('locked')]).toEqual([0.2, true]);
  };

  it.each(['takeOver', 'crash'])('is stored by the window that has the room next (%s)', async (how) => {
    const { windows, all, send, recover } = await changed();
    const [first, second] = all as [TestWindow, TestWindow];
    if (how === 'crash') first.crash();
    else await send(second, ['takeOver']);
    await windows.pass(4000);
    await recover();
    await kept(second);
  });

  it('is stored where the room goes from hand to hand before that, to a window that was opened later', async () => {
    const { windows, all, send, recover } = await changed();
    const [first, second] = all as [TestWindow, TestWindow];
    await send(second, ['takeOver']);
    const third = await windows.open();
    first.crash();
    second.crash();
    await windows.pass(4000);
    await recover();
    await kept(third);
  });

  it('is stored by the window it comes back to', async () => {
    const { windows, all, send, recover } = await changed();
    const [first, second] = all as [TestWindow, TestWindow];
    await send(second, ['takeOver']);
    second.crash();
    await windows.pass(4000);
    await recover();
    await kept(first);
  });

  it('is not written over what a later owner has stored, by the one before it that was frozen', async () => {
    const { windows, all, send, recover } = await changed();
    const [first, second] = all as [TestWindow, TestWindow];
    first.freeze();
    await send(second, ['takeOver']);
    await recover();
    await send(second, ['setVolume', 0.6], ['unlock']);
    second.crash();
    first.thaw();
    await windows.pass(20_000);
    expect(first.room.state).toMatchObject({ role: 'owner', music: { volume: 0.6 } });
    expect([await remembered('volume'), await remembered('locked')]).toEqual([0.6, false]);
  });

  it('is not written over what its owner has stored since, by a window that slept', async () => {
    const { windows, all, send, recover } = await changed();
    const [first, second] = all as [TestWindow, TestWindow];
    second.freeze();
    first.mute();
    await recover();
    await send(first, ['setVolume', 0.6]);
    first.crash();
    second.thaw();
    await windows.pass(20_000);
    expect(second.room.state).toMatchObject({ role: 'owner', music: { volume: 0.6 } });
    expect(await remembered('volume')).toBe(0.6);
  });

  it('is a step of the volume that is not done twice', async () => {
    const { windows, all, recover } = await changed();
    const [first, second] = all as [TestWindow, TestWindow];
    first.mute('done');
    const sent = second.send('louder');
    await windows.pass(100);
    expect(sent.outcome).toBe(null);
    first.crash();
    await windows.pass(4000);
    await recover();
    expect(sent.outcome).toBe('done');
    expect(40 * Math.log10((await remembered('volume')) / 0.2)).toBeCloseTo(3, 1);
  });
});

describe('the last words of a dying owner, whose disk was full', () => {
  /** The owner dies as soon as it has said that this is done; what it tells the others of it is on its way so long, ms. */
  const dies = async (windows: Windows, owner: TestWindow, lag: number, ...call: Call) => {
    windows.lag = lag;
    const sent = owner.send(...call);
    for (let i = 0; i < 50 && !sent.outcome; i++) await windows.pass(1, 1);
    expect(sent.outcome).toBe('done');
    owner.crash();
    await windows.pass(4000);
  };

  it.each([0, 2, 20, 500])('are kept, though they come %i ms later', async (lag) => {
    const { windows, all, send, recover, session } = await opened(2);
    const [first, second] = all as [TestWindow, TestWindow];
    windows.full = true;
    await send(first, ['mark', 'early']);
    await dies(windows, first, lag, 'mark', 'last');
    await recover();
    expect(texts(await second.read(session))).toEqual(['early', 'last']);
    expect(texts(await stored(session))).toEqual(['early', 'last']);
  });

  it.each([0, 2, 20, 500])('are kept in a session that was left, though they come %i ms later', async (lag) => {
    const { windows, all, send, recover, session } = await opened(2);
    const [first, second] = all as [TestWindow, TestWindow];
    await send(first, ['end'], ['leave'], ['prepare', { protocol: 'open' }], ['open']);
    windows.full = true;
    await send(first, ['mark', 'early']);
    await dies(windows, first, lag, 'note', 'last', { session });
    await recover();
    const noted = (await stored(session)).filter(({ type }) => type === 'noted');
    expect(noted.map((entry) => entry.private?.text)).toEqual(['last']);
    expect(texts(await second.read())).toEqual(['early']);
  });
});

describe('a frozen owner that wakes where the next one could not yet write that it is', () => {
  const seen = ({ room }: TestWindow) => room.state.journal.map(({ seq, type, at, cmd }) => ({ seq, type, at, cmd }));
  /** Everybody shows what stands on the disk. @returns it */
  const agreed = async (windows: Windows, session: string) => {
    const entries = await stored(session);
    const outlines = entries.map(({ seq, type, at, cmd }) => ({ seq, type, at, cmd }));
    for (const each of windows.all) expect(seen(each)).toEqual(outlines);
    return entries;
  };

  it.each([
    ['when the disk is free again', false, 0],
    ['and is called just before the room is taken', false, 300],
    ['while the disk is still full', true, 0],
    ['while it is still full, just after a call', true, 300],
  ])('writes nothing and shows what the next one does: %s', async (_, full, ms) => {
    const { windows, all, send, recover, session } = await opened(3);
    const [first, second, third] = all as [TestWindow, TestWindow, TestWindow];
    windows.full = true;
    await send(first, ['mark', 'one']);
    await windows.pass(20_000);
    first.freeze();
    const dose = third.send('dose');
    await windows.pass(ms);
    const took = second.send('takeOver');
    await windows.pass(1050);
    const mark = second.send('mark', 'two');
    await windows.pass(50);
    windows.full = full;
    first.thaw();
    await windows.pass(2000);
    await recover();
    expect([took, dose, mark].map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done']);
    expect(windows.owners).toEqual([second]);
    const entries = await agreed(windows, session);
    expect([texts(entries), types(entries).filter((type) => type === 'dosed')]).toEqual([['one', 'two'], ['dosed']]);
  });

  it.each([{ locks: true }, { locks: false }])(
    'costs nothing that was acknowledged, even where it has written, %o',
    async (options) => {
      const { windows, all, send, recover, session } = await opened(3, options);
      const [, second] = all as [TestWindow, TestWindow];
      await send(second, ['takeOver']);
      windows.full = true;
      await send(second, ['mark', 'one'], ['dose'], ['handOver', { to: 'KQ' }], ['mark', 'two']);
      windows.full = false;
      // Between two tries of the owner's.
      const seq = (await stored(session)).length;
      const { t, at } = second.room.state.journal[seq]!;
      const foreign = { session, seq, t, at: at - 1, type: 'marked', cause: 'person', cmd: 'z' };
      await put(['entry', session, seq], {
        ...foreign,
        data: { t, track: null, position: 0 },
        private: { text: 'zero' },
      });
      await recover();
      const entries = await agreed(windows, session);
      expect(texts(entries).sort()).toEqual(['one', 'two', 'zero']);
      expect(windows.owners[0]!.room.state.doses).toHaveLength(1);
      expect(types(entries)).toContain('handed-over');
    },
  );
});
