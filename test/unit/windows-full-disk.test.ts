import { describe, expect, it, vi } from 'vitest';
import type { Entry } from '../../src/session/types.js';
import { raw } from './support/raw.js';
import { Windows, simulateTime, type TestWindow } from './support/windows.js';

simulateTime();

type Call = Parameters<TestWindow['send']>;

/** What stands on the disk of a session. */
const stored = (session: string) =>
  raw('readonly', (store) =>
    store.getAll(IDBKeyRange.bound(['entry', session], ['entry', session, []])),
  ) as unknown as Promise<Entry[]>;
const types = (entries: readonly { type: string }[]) => entries.map(({ type }) => type);

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
