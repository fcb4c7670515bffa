import { expect, it } from 'vitest';
import { Windows, simulateTime, type TestWindow } from './support/windows.js';

simulateTime();

/** What a promise of a room comes to, while time passes for it; an error to its code. */
async function settled<T>(windows: Windows, promise: Promise<T>): Promise<unknown> {
  let outcome: { value: unknown } | null = null;
  promise.then(
    (value) => (outcome = { value }),
    (error: { code?: string }) => (outcome = { value: error.code ?? String(error) }),
  );
  for (let i = 0; i < 200 && !outcome; i++) await windows.pass(50);
  return outcome!.value;
}

/** A room in which a session has ended and another is open. */
async function withTwoSessions(count = 1) {
  const windows = new Windows();
  const all: TestWindow[] = [];
  for (let i = 0; i < count; i++) all.push(await windows.open());
  const [first] = all as [TestWindow];
  const run = async (name: string, ...args: unknown[]) => {
    const sent = first.send(name as never, ...args);
    await windows.pass(300);
    expect([name, sent.outcome]).toEqual([name, 'done']);
  };
  const ids: string[] = [];
  for (const last of [false, true]) {
    await run('prepare', { protocol: 'open' });
    await run('open');
    ids.push(first.room.state.session!);
    if (!last) await run('end');
  }
  return { windows, all, first, run, earlier: ids[0]!, current: ids[1]! };
}

const changes = ({ room }: TestWindow) => room.state.journal.filter(({ type }) => type === 'owner-changed');

it('several notes at once to an earlier session are all written, and the room keeps its owner', async () => {
  const { windows, all, first, earlier, current } = await withTwoSessions(3);
  const sent = [0, 1, 2, 0, 1].map((i, n) => all[i]!.send('note', `note ${n}`, { session: earlier }));
  await windows.pass(3000);
  expect(sent.map(({ outcome }) => outcome)).toEqual(sent.map(() => 'done'));
  const stored = await first.read(earlier);
  expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, i) => i));
  expect(stored.filter(({ type }) => type === 'noted')).toHaveLength(5);
  expect([first.room.state.role, first.room.state.session, changes(first)]).toEqual(['owner', current, []]);
});

it('two exports at once of an earlier session are both journalled, and the room keeps its owner', async () => {
  const { windows, first, earlier } = await withTwoSessions();
  const copies = await Promise.all(
    ['all', 'chart'].map((parts) => settled(windows, first.room.export(earlier, 'json', { parts }))),
  );
  expect(copies).toEqual([expect.any(Blob), expect.any(Blob)]);
  expect((await first.read(earlier)).filter(({ type }) => type === 'exported')).toHaveLength(2);
  expect([first.room.state.role, changes(first)]).toEqual(['owner', []]);
});

it('a note and its erasing at once leave nothing behind', async () => {
  const { windows, first, earlier, current } = await withTwoSessions();
  const sent = [first.send('erase', earlier), first.send('note', 'too late', { session: earlier })];
  await windows.pass(1000);
  expect(sent.every(({ outcome }) => /done|unknown/.test(outcome!))).toBe(true);
  expect(await settled(windows, first.room.read(earlier))).toBe('unknown');
  expect(await settled(windows, first.room.sessions())).toEqual([expect.objectContaining({ session: current })]);
  expect([first.room.state.role, changes(first)]).toEqual(['owner', []]);
});

it('the same file taken twice at once is taken once, and nothing new the second time', async () => {
  const { windows, first, earlier, run } = await withTwoSessions();
  const file = await settled(windows, first.room.export(earlier, 'json'));
  await run('erase', earlier);
  const sent = [first.send('import', file), first.send('import', file)];
  await windows.pass(1000);
  expect(sent.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
});

it('a session slept through for six hours in an open window waits to be taken up, also after a reload', async () => {
  const { windows, first, current } = await withTwoSessions();
  first.freeze();
  await windows.pass(100);
  const slept = first.room.state.journal.length;
  await windows.skip(7 * 3_600_000);
  first.thaw();
  await windows.pass(2000);
  expect(first.room.state).toMatchObject({ leftOpen: true, session: current, can: expect.arrayContaining(['resume']) });
  expect(first.room.state.journal).toHaveLength(slept);

  const second = await windows.open();
  expect(second.room.state.leftOpen).toBe(true);
  first.crash();
  await windows.pass(2000);
  expect(second.room.state).toMatchObject({ leftOpen: true, role: 'owner' });
  second.crash();
  const third = await windows.open();
  expect(third.room.state).toMatchObject({ leftOpen: true, session: current });
  third.send('resume');
  await windows.pass(300);
  expect(third.room.state).toMatchObject({ leftOpen: false, status: 'open' });
});

it('taken up after the sleep it says how long it slept, once', async () => {
  const { windows, first, run } = await withTwoSessions();
  first.freeze();
  await windows.skip(7 * 3_600_000);
  first.thaw();
  await windows.pass(2000);
  await run('resume');
  const slept = first.room.state.journal.filter(({ type }) => type === 'slept');
  expect(slept).toHaveLength(1);
  const { from, to } = slept[0]!.data as { from: number; to: number };
  expect(to - from).toBeGreaterThan(6.9 * 3_600_000);
  expect(first.room.state).toMatchObject({ leftOpen: false, status: 'open' });
});

it('nobody has touched for six hours is left open too, though its time went on until the reload', async () => {
  const { windows, first, current } = await withTwoSessions();
  await windows.pass(1000);
  await windows.skip(2 * 3_600_000);
  await windows.pass(1000);
  first.send('mark', 'somebody is there');
  await windows.pass(300);
  await windows.skip(5.9 * 3_600_000);
  await windows.pass(2000);
  first.crash();
  const second = await windows.open();
  expect(second.room.state).toMatchObject({ leftOpen: false, session: current });
  second.crash();
  await windows.skip(0.2 * 3_600_000);
  const third = await windows.open();
  expect(third.room.state).toMatchObject({ leftOpen: true, session: current });
});
