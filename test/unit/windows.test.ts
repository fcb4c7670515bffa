import { describe, expect, it, vi } from 'vitest';
import { openRoom } from '../../src/room/room.js';
import { Windows, simulateTime, type TestWindow } from './support/windows.js';

simulateTime();

const types = ({ room }: TestWindow) => room.state.journal.map(({ type }) => type);
const marks = ({ room }: TestWindow) => room.state.marks.length;

type Call = Parameters<TestWindow['send']>;

/** A browser with so many windows of a room whose session is open. */
async function opened(count: number, options?: { locks: boolean }, pace = 1) {
  const windows = new Windows(options);
  const all: TestWindow[] = [];
  for (let i = 0; i < count; i++) all.push(await windows.open());
  all[0]!.room.pace = pace;
  for (const [name, ...args] of [['prepare', { protocol: 'open' }], ['open'], ['dose']] as const) {
    const sent = all[0]!.send(name, ...args);
    await windows.pass(300);
    expect(sent.outcome).toBe('done');
  }
  return { windows, all };
}

it('does a call once that leaves no entry, too, though the answer came so late that it was asked for again', async () => {
  const windows = new Windows();
  const [first, second] = [await windows.open(), await windows.open()];
  windows.lag = 1200;
  const { volume } = first.room.state.music;
  const sent = second.send('quieter');
  await windows.pass(8000);
  expect(sent.outcome).toBe('done');
  expect(20 * Math.log10((first.room.state.music.volume / volume) ** 2)).toBeCloseTo(-3, 1);
});

it.each([1, 2])(
  'takes the room back from a script of the page that has stolen its lock and keeps it: %i windows',
  async (count) => {
    const { windows, all } = await opened(count);
    void windows.within(() =>
      navigator.locks.request('stillroom:a', { steal: true }, () => new Promise(() => {})).catch(() => {}),
    );
    await windows.pass(500);
    expect(windows.owners).toEqual([]);
    await windows.pass(3000);
    expect(windows.owners).toHaveLength(1);
    await windows.done(all.at(-1)!, 'mark', 'a word');
    expect(all.map(marks)).toEqual(all.map(() => 1));
  },
);

it.each(['a:runs', 'a:open', 'runs:a'])(
  'of one room are no matter to another, whatever it is called: %s',
  async (name) => {
    const windows = new Windows();
    const roles = new Set<string>();
    windows.within(() => {
      const room = openRoom(name, '0', () => {});
      room.enter();
      void room.offer({ playlists: null, protocols: null, base: 'https://clinic.test/' });
      room.on(() => roles.add(room.state.role));
    });
    await windows.pass(2000);
    roles.clear();
    const [first, second] = [await windows.open(), await windows.open()];
    await windows.pass(3000);
    first.crash();
    await windows.pass(2000);
    expect([[...roles].filter((role) => role !== 'owner'), second.room.state.role]).toEqual([[], 'owner']);
  },
);

describe.each([{ locks: true }, { locks: false }])('two windows of a room, %o', (options) => {
  it('show the same, though only one of them writes', async () => {
    const { windows, all } = await opened(2, options);
    const [first, second] = all as [TestWindow, TestWindow];
    expect([first.room.state.role, second.room.state.role]).toEqual(['owner', 'viewer']);
    second.heard.length = 0;
    const sent = first.send('mark', 'a word');
    await windows.pass(50);
    expect(sent.outcome).toBe('done');
    expect(second.heard).toEqual(['still-change']);
    const { can } = first.room.state;
    expect(second.room.state).toEqual({ ...first.room.state, role: 'viewer', can: [...can, 'takeOver'] });
    expect(second.room.clock.sinceDose).toBe(first.room.clock.sinceDose);
  });

  it('carry commands to the owner, in order and without holes', async () => {
    const { windows, all } = await opened(3, options);
    const sent = Array.from({ length: 30 }, (_, i) => all[i % 3]!.send('mark', `${i}`));
    await windows.pass(500);
    expect(sent.map(({ outcome }) => outcome)).toEqual(sent.map(() => 'done'));
    const stored = await all[1]!.read();
    expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, i) => i));
    expect(all.map(marks)).toEqual([30, 30, 30]);
  });

  it('carry errors back', async () => {
    const { windows, all } = await opened(2, options);
    const sent = [
      all[1]!.send('goTo', 'nowhere'),
      all[1]!.send('open'),
      all[1]!.send('mark', (() => {}) as never),
      all[1]!.send('resume'),
    ];
    await windows.pass(100);
    expect(sent.map(({ outcome }) => outcome)).toEqual(['unknown', 'not-now', 'bad-value', 'not-now']);
  });

  it('let nothing lapse over what is half typed in another of them, and tell of it once', async () => {
    const { windows, all } = await opened(3, options, 60);
    const [, second] = all as [TestWindow, TestWindow];
    const due = () => all[0]!.room.state.checkIns.find(({ id }) => id === 'bp@before')?.status;
    expect(due()).toBe('due');
    second.hold('bp@before', true);
    await windows.pass(15_000);
    expect(due()).toBe('due');
    // No window answers another's.
    expect(windows.told.filter((message) => (message as { typing?: unknown }).typing)).toEqual([
      { typing: { id: 'bp@before', held: true, by: expect.any(String) } },
    ]);
    second.hold('bp@before', false);
    await windows.pass(100);
    expect(due()).toBe('lapsed');
  });

  it('let nothing lapse that one of them holds, though another has let go of the same', async () => {
    const { windows, all } = await opened(3, options, 60);
    const due = () => all[0]!.room.state.checkIns.find(({ id }) => id === 'bp@before')?.status;
    for (const window of all.slice(1)) window.hold('bp@before', true);
    await windows.pass(100);
    all[1]!.hold('bp@before', false);
    await windows.pass(15_000);
    expect(due()).toBe('due');
    all[2]!.hold('bp@before', false);
    await windows.pass(100);
    expect(due()).toBe('lapsed');
  });

  it('lose no session when the owner dies, and what nobody answered is asked of the next, once', async () => {
    const { windows, all } = await opened(2, options);
    const [first, second] = all as [TestWindow, TestWindow];
    first.freeze();
    const sent = second.send('mark', 'a word');
    await windows.pass(500);
    first.crash();
    await windows.pass(2000);
    expect([second.room.state.role, sent.outcome, marks(second)]).toEqual(['owner', 'done', 1]);
    expect(types(second)).toContain('owner-changed');
  });

  it.each(['crash', 'reload'])(
    'pass over one that hangs as its turn comes, and takes nothing when it wakes: %s',
    async (how) => {
      const { windows, all } = await opened(3, options);
      const [first, second, third] = all as [TestWindow, TestWindow, TestWindow];
      second.freeze();
      first.crash();
      // Without the third: a page that is loaded anew beside one that hangs.
      if (how === 'reload') third.crash();
      const live = how === 'reload' ? await windows.open() : third;
      await windows.pass(3000);
      expect([live.room.state.role, live.room.state.status]).toEqual(['owner', 'open']);
      const sent = live.send('mark', 'a word');
      await windows.pass(500);
      expect(sent.outcome).toBe('done');
      second.thaw();
      await windows.pass(3000);
      expect(windows.owners).toEqual([live]);
      expect(types(second)).toEqual(types(live));
      expect(types(live).filter((type) => type === 'owner-changed').length).toBeLessThan(2);
      expect(marks(second)).toBe(1);
    },
  );

  it('do once what was written by an owner that died before it could say so', async () => {
    const { windows, all } = await opened(3, options);
    const [first, second, third] = all as [TestWindow, TestWindow, TestWindow];
    first.mute();
    const sent = third.send('mark', 'a word');
    await windows.pass(100);
    expect([marks(first), sent.outcome]).toEqual([1, null]);
    first.crash();
    await windows.pass(3000);
    expect([sent.outcome, marks(second), marks(third)]).toEqual(['done', 1, 1]);
  });

  it('do once what was written to an earlier session', async () => {
    const { windows, all } = await opened(3, options);
    const [first, second, third] = all as [TestWindow, TestWindow, TestWindow];
    const { session } = first.room.state;
    for (const [name, ...args] of [['end'], ['prepare', { protocol: 'open' }]] as const) {
      first.send(name, ...args);
      await windows.pass(300);
    }
    first.mute();
    const sent = [
      third.send('note', 'a word', { session }),
      third.send('exported', session!, { format: 'json', parts: 'all' }),
    ];
    await windows.pass(100);
    first.crash();
    await windows.pass(3000);
    expect(sent.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
    const added = (await second.read(session!)).map(({ type }) => type).filter((type) => /noted|exported/.test(type));
    expect(added.sort()).toEqual(['exported', 'noted']);
  });

  describe('do once what leaves no entry and was done by an owner that died before it could say so:', () => {
    /** The owner does these, is heard no longer and dies; the next one is asked. @returns both that are left */
    const askedTwice = async (before: Call[], ...calls: Call[]) => {
      for (const name of ['addEventListener', 'removeEventListener']) vi.stubGlobal(name, () => {});
      const { windows, all } = await opened(3, options);
      const [first, second, third] = all as [TestWindow, TestWindow, TestWindow];
      const session = first.room.state.session!;
      for (const call of before) {
        first.send(...call);
        await windows.pass(300);
      }
      first.mute();
      const sent = calls.map(([name, ...args]) => third.send(name, ...(name === 'erase' ? [session] : args)));
      await windows.pass(100);
      expect(sent.map(({ outcome }) => outcome)).toEqual(calls.map(() => null));
      first.crash();
      await windows.pass(3000);
      expect(sent.map(({ outcome }) => outcome)).toEqual(calls.map(() => 'done'));
      return [second, third];
    };

    it('steps of the volume', async () => {
      const left = await askedTwice([['end'], ['leave'], ['setVolume', 0.5]], ['quieter'], ['quieter'], ['quieter']);
      for (const { room } of left) expect(40 * Math.log10(room.state.music.volume / 0.5)).toBeCloseTo(-9, 1);
    });

    it.each<[string, Call[], Call]>([
      ['leaving', [['end']], ['leave']],
      ['erasing', [['end']], ['erase']],
      ['erasing a session that was left', [['end'], ['leave']], ['erase']],
    ])('%s', async (_, before, call) => {
      for (const { room } of await askedTwice(before, call)) expect(room.state.status).toBe('idle');
    });
  });

  it('take an answer that is on its way when the last wait for it ends', async () => {
    const { windows, all } = await opened(2, options);
    const [first, second] = all as [TestWindow, TestWindow];
    windows.lag = 300;
    first.freeze();
    const sent = second.send('mark', 'a word');
    await windows.pass(3900);
    first.thaw();
    await windows.pass(1500);
    expect([sent.outcome, marks(first), marks(second)]).toEqual(['done', 1, 1]);
  });

  it('say no-owner when the owner does not answer, which does nothing of it later', async () => {
    const { windows, all } = await opened(2, { locks: true });
    const [first, second] = all as [TestWindow, TestWindow];
    first.freeze();
    const sent = second.send('mark', 'a word');
    await windows.pass(7000);
    expect(sent.outcome).toBe('no-owner');
    first.thaw();
    await windows.pass(1000);
    expect([marks(first), marks(second)]).toEqual([0, 0]);
  });

  it('change places at the touch of a button', async () => {
    const { windows, all } = await opened(3, options);
    const [first, second, third] = all as [TestWindow, TestWindow, TestWindow];
    const sent = third.send('takeOver');
    await windows.pass(500);
    expect(sent.outcome).toBe('done');
    expect(all.map(({ room }) => room.state.role)).toEqual(['viewer', 'viewer', 'owner']);
    const changed = third.room.state.journal.findLast(({ type }) => type === 'owner-changed');
    expect(changed).toMatchObject({ cause: 'person', data: { epoch: 2, why: 'person' } });
    await windows.pass(3000);
    const marked = first.send('mark', 'from the former owner');
    await windows.pass(100);
    expect([marked.outcome, ...all.map(marks)]).toEqual(['done', 1, 1, 1]);
    expect(second.room.state.journal).toEqual(third.room.state.journal);
  });

  it('leave a frozen owner behind, which writes nothing when it wakes', async () => {
    const { windows, all } = await opened(2, options);
    const [first, second] = all as [TestWindow, TestWindow];
    first.freeze();
    second.send('takeOver');
    await windows.pass(2000);
    expect(second.room.state.role).toBe('owner');
    const marked = second.send('mark', 'a word');
    await windows.pass(1000);
    first.thaw();
    const late = first.send('mark', 'from the one that woke');
    await windows.pass(3000);
    expect(windows.owners).toEqual([second]);
    expect([marked.outcome, late.outcome]).toEqual(['done', 'done']);
    expect(first.room.state.journal).toEqual(second.room.state.journal);
    expect(marks(first)).toBe(2);
  });
});

it('two windows that have loaded two versions say so, each once and naming both, and go on', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const windows = new Windows();
  const all = [await windows.open('1.0.0'), await windows.open('1.0.0')];
  expect(warn).not.toHaveBeenCalled();
  all.push(await windows.open('2.0.0'));
  for (const [name, ...args] of [['prepare', { protocol: 'open' }], ['open'], ['mark']] as const) {
    const sent = all[2]!.send(name, ...args);
    await windows.pass(300);
    expect(sent.outcome).toBe('done');
  }
  expect(all.map(marks)).toEqual([1, 1, 1]);
  expect(warn.mock.calls.length).toBe(3);
  for (const [said] of warn.mock.calls) expect(said).toMatch(/1\.0\.0.*2\.0\.0|2\.0\.0.*1\.0\.0/);
});

describe('a viewer', () => {
  it('takes with it what it held half typed, when it dies: no other window waits for that', async () => {
    const { windows, all } = await opened(3, { locks: true }, 60);
    const [first, second, third] = all as [TestWindow, TestWindow, TestWindow];
    const due = () => third.room.state.checkIns.find(({ id }) => id === 'bp@before')?.status;
    second.hold('bp@before', true);
    await windows.pass(15_000);
    expect(due()).toBe('due');
    // Still there, though it says nothing.
    second.freeze();
    await windows.pass(15_000);
    expect(due()).toBe('due');
    second.crash();
    await windows.pass(100);
    expect(due()).toBe('lapsed');
    expect(first.room.state.role).toBe('owner');
  });

  it('fires still-change once while catching up, and reads nothing while it follows', async () => {
    const { windows, all } = await opened(1);
    for (let i = 0; i < 5; i++) all[0]!.send('mark', `${i}`);
    await windows.pass(300);
    const reads = vi.spyOn(IDBObjectStore.prototype, 'getAll');
    const second = await windows.open();
    expect(second.heard.filter((type) => type !== 'still-offers')).toEqual(['still-change']);
    expect(reads).toHaveBeenCalled();
    reads.mockClear();
    all[0]!.send('mark', 'one more');
    await windows.pass(100);
    expect([marks(second), reads.mock.calls.length]).toEqual([6, 0]);
  });

  it('has what the owner could not write, and writes it when it takes over', async () => {
    const { windows, all } = await opened(2);
    const [first, second] = all as [TestWindow, TestWindow];
    windows.full = true;
    const sent = first.send('mark', 'held in memory');
    await windows.pass(200);
    expect([sent.outcome, first.room.state.storage, second.room.state.storage]).toEqual(['done', 'failing', 'failing']);
    expect(marks(second)).toBe(1);
    first.crash();
    await windows.pass(2000);
    expect([second.room.state.role, marks(second)]).toEqual(['owner', 1]);
    windows.full = false;
    await windows.pass(40_000);
    expect(second.room.state.storage).toBe('durable');
    second.crash();
    const third = await windows.open();
    expect(marks(third)).toBe(1);
  });
});

/** What a person does who clears the site's data. */
const wipe = () => void indexedDB.deleteDatabase('stillroom:a');

/** A window that finds no other, once all of these are gone. */
const afterAll = async (windows: Windows) => {
  for (const each of windows.all) if (each.alive) each.crash();
  return windows.open();
};

describe('a database that is deleted under a session', () => {
  it('is there again before the next reload, though nothing was called', async () => {
    const { windows, all } = await opened(1);
    all[0]!.send('mark', 'a word');
    await windows.pass(3000);
    const { session } = all[0]!.room.state;
    wipe();
    await windows.pass(1000);
    const again = await afterAll(windows);
    expect([again.room.state.session, again.room.state.status, marks(again)]).toEqual([session, 'open', 1]);
    expect(await again.room.sessions()).toMatchObject([{ session }]);
  });

  it.each([50, 300, 700])('costs nothing where another window takes over %i ms later', async (ms) => {
    const { windows, all } = await opened(2);
    const [first, second] = all as [TestWindow, TestWindow];
    first.send('mark', 'a word');
    await windows.pass(3000);
    wipe();
    await windows.pass(ms);
    second.send('takeOver');
    await windows.pass(3000);
    expect(all.map(({ room }) => [room.state.role, room.state.status])).toEqual([
      ['viewer', 'open'],
      ['owner', 'open'],
    ]);
    expect(all.map(marks)).toEqual([1, 1]);
    expect(marks(await afterAll(windows))).toBe(1);
  });

  it('costs nothing where its owner goes with it, as a viewer has the session', async () => {
    const { windows, all } = await opened(2);
    const [first, second] = all as [TestWindow, TestWindow];
    first.send('mark', 'a word');
    await windows.pass(3000);
    wipe();
    await windows.pass(50);
    first.crash();
    await windows.pass(3000);
    expect([second.room.state.status, marks(second)]).toEqual(['open', 1]);
    expect(marks(await afterAll(windows))).toBe(1);
  });

  it('stays deleted where the room was erased, in whichever window is left, and by one that slept', async () => {
    const { windows, all } = await opened(3);
    for (const name of ['addEventListener', 'removeEventListener']) vi.stubGlobal(name, () => {});
    const [first, second, third] = all as [TestWindow, TestWindow, TestWindow];
    first.freeze();
    second.send('takeOver');
    await windows.pass(3000);
    third.send('end');
    await windows.pass(500);
    const erased = third.send('erase', 'all');
    await windows.pass(4000);
    expect(erased.outcome).toBe('done');
    first.thaw();
    await windows.pass(3000);
    second.crash();
    await windows.pass(3000);
    expect(windows.all.filter(({ alive }) => alive).map(({ room }) => room.state.status)).toEqual(['idle', 'idle']);
    const again = await afterAll(windows);
    expect([again.room.state.status, await again.room.sessions()]).toEqual(['idle', []]);
  });
});

describe('a window that follows an owner whose disk was full', () => {
  const send = async (windows: Windows, to: TestWindow, ...calls: Call[]) => {
    for (const call of calls) {
      const sent = to.send(...call);
      await windows.pass(300);
      expect(sent.outcome).toBe('done');
    }
  };
  const next: Call[] = [['end'], ['prepare', { protocol: 'open' }], ['open']];
  const recover = async (windows: Windows) => {
    windows.full = false;
    await windows.pass(40_000);
    expect(windows.owners[0]!.room.state.storage).toBe('durable');
    return afterAll(windows);
  };

  it('goes on with a session of which nothing was written, and writes it when it can', async () => {
    const { windows, all } = await opened(2);
    const [first, second] = all as [TestWindow, TestWindow];
    await send(windows, first, ['end']);
    windows.full = true;
    await send(windows, first, ...next.slice(1), ['mark'], ['mark'], ['mark']);
    const { session } = first.room.state;
    first.crash();
    await windows.pass(3000);
    const { state } = second.room;
    expect([state.role, state.session, state.status, marks(second)]).toEqual(['owner', session, 'open', 3]);
    const again = await recover(windows);
    expect([again.room.state.session, again.room.state.status, marks(again)]).toEqual([session, 'open', 3]);
    expect(await again.room.sessions()).toHaveLength(2);
  });

  it('writes the end of the session before it too', async () => {
    const { windows, all } = await opened(2);
    const [first, second] = all as [TestWindow, TestWindow];
    const { session } = first.room.state;
    windows.full = true;
    second.send('takeOver');
    await windows.pass(3000);
    await send(windows, second, ['mark'], ...next, ['mark']);
    const later = second.room.state.session;
    second.crash();
    await windows.pass(3000);
    expect([first.room.state.role, first.room.state.session, first.room.state.status]).toEqual([
      'owner',
      later,
      'open',
    ]);
    const again = await recover(windows);
    expect([again.room.state.session, marks(again)]).toEqual([later, 1]);
    expect(await again.room.sessions()).toMatchObject([
      { session: later, status: 'open' },
      { session, status: 'ended' },
    ]);
    expect((await again.read(session!)).map(({ type }) => type)).toEqual(expect.arrayContaining(['marked', 'ended']));
  });

  it('writes sessions of which nothing was written, and none that was erased', async () => {
    const { windows, all } = await opened(2);
    const [first, second] = all as [TestWindow, TestWindow];
    await send(windows, first, ['end']);
    const { session } = first.room.state;
    windows.full = true;
    await send(windows, first, ['note', 'a word'], ...next.slice(1), ...next);
    const rows = await first.room.sessions();
    await send(windows, second, ['erase', session!]);
    first.crash();
    await windows.pass(3000);
    const again = await recover(windows);
    expect((await again.room.sessions()).map(({ session }) => session)).toEqual(
      rows.map((row) => row.session).filter((each) => each !== session),
    );
    expect(again.room.state.session).toBe(rows[0]!.session);
  });

  it('leaves the room idle where its session was erased', async () => {
    const { windows, all } = await opened(2);
    const [first, second] = all as [TestWindow, TestWindow];
    await send(windows, first, ['end']);
    windows.full = true;
    await send(windows, first, ['note', 'a word'], ['erase', first.room.state.session!]);
    first.crash();
    await windows.pass(3000);
    expect([second.room.state.role, second.room.state.status]).toEqual(['owner', 'idle']);
    const again = await recover(windows);
    expect([again.room.state.status, await again.room.sessions()]).toEqual(['idle', []]);
  });
});

describe('an element that is taken from the page', () => {
  it('lets the room go after ten seconds', async () => {
    const { windows, all } = await opened(2);
    all[0]!.takeAway();
    await windows.pass(9000);
    expect(all[0]!.closed).toBe(false);
    await windows.pass(4000);
    expect([all[0]!.closed, all[1]!.room.state.role]).toEqual([true, 'owner']);
  });

  it('tells nobody anything once it has let go, and stumbles over nothing', async () => {
    const { windows, all } = await opened(2);
    const [first, second] = all as [TestWindow, TestWindow];
    const stumbled = vi.fn();
    process.on('unhandledRejection', stumbled);
    first.takeAway();
    await windows.pass(13_000);
    second.send('mark', 'of the window that has the room');
    first.send('mark', 'too late');
    first.hold('bp@before', true);
    await windows.pass(5000);
    process.off('unhandledRejection', stumbled);
    expect(stumbled).not.toHaveBeenCalled();
    expect(marks(second)).toBe(1);
  });

  it('keeps it for as long as what is in memory cannot be written', async () => {
    const { windows, all } = await opened(1);
    const [first] = all as [TestWindow];
    windows.full = true;
    first.send('mark', 'held in memory');
    await windows.pass(500);
    first.takeAway();
    await windows.pass(60_000);
    expect(first.closed).toBe(false);
    first.putBack();
    expect([first.room.state.status, marks(first)]).toEqual(['open', 1]);
    first.takeAway();
    windows.full = false;
    await windows.pass(60_000);
    expect(first.closed).toBe(true);
    expect(marks(await windows.open())).toBe(1);
  });

  it('keeps it where nothing can be written at all', async () => {
    const windows = new Windows();
    vi.stubGlobal('indexedDB', undefined);
    const only = await windows.open();
    only.send('prepare', { protocol: 'open' });
    await windows.pass(300);
    only.takeAway();
    await windows.pass(60_000);
    expect([only.closed, only.room.state.status]).toEqual([false, 'prepared']);
  });
});

describe('a disk that cannot be written to', () => {
  const problems = ({ heard }: TestWindow) => heard.filter((type) => type === 'still-problem').length;

  it('is told of once, in every window that follows', async () => {
    const { windows, all } = await opened(2);
    windows.full = true;
    for (let i = 0; i < 3; i++) {
      all[0]!.send('mark', 'held in memory');
      await windows.pass(3000);
    }
    expect(all.map(problems)).toEqual([1, 1]);
    const third = await windows.open();
    await windows.pass(3000);
    // Catching up fires still-change alone.
    expect([third.room.state.storage, problems(third)]).toEqual(['failing', 0]);
  });

  it('is told of once where a browser stores nothing', async () => {
    const windows = new Windows();
    vi.stubGlobal('indexedDB', undefined);
    const only = await windows.open();
    only.send('prepare', { protocol: 'open' });
    await windows.pass(3000);
    expect([only.room.state.storage, problems(only)]).toEqual(['memory', 1]);
  });
});
