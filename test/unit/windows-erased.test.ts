import { beforeEach, describe, expect, it, vi } from 'vitest';
import { everything } from './support/raw.js';
import { Windows, simulateTime, type TestWindow } from './support/windows.js';

simulateTime();
beforeEach(() => {
  for (const name of ['addEventListener', 'removeEventListener']) vi.stubGlobal(name, () => {});
});

/** Two windows of a room whose session is open. The first runs it. */
async function opened() {
  const windows = new Windows();
  const all = [await windows.open(), await windows.open()] as const;
  const send = async (to: TestWindow, ...names: Parameters<TestWindow['send']>[0][]) => {
    for (const name of names) {
      const args = name === 'erase' ? [session] : name === 'mark' ? ['a word'] : [];
      const sent = to.send(name, ...args);
      await windows.pass(30, 1);
      expect([name, sent.outcome]).toEqual([name, 'done']);
    }
  };
  let session = '';
  await send(all[0], 'prepare', 'open', 'dose', 'mark');
  session = all[0].room.state.session!;
  /** Nothing of it is on the disk or on show, now or later. */
  const isGone = async (window: TestWindow) => {
    await windows.pass(4000);
    windows.full = false;
    await windows.pass(75_000);
    expect([window.room.state.role, window.room.state.status]).toEqual(['owner', 'idle']);
    expect(await window.room.sessions()).toEqual([]);
    expect(JSON.stringify(await everything())).not.toContain(session);
    await send(window, 'prepare', 'leave');
  };
  return { windows, all, send, isGone };
}

describe('a session that was erased', () => {
  // What is said may come after the lock that is free, or while its new holder reads what is stored.
  const lags = [0, 1, 2, 3, 5, 8, 13, 2000];

  it.each(lags)('does not come back with a frozen window that wakes, which hears of it %i ms later', async (lag) => {
    const { windows, all, send, isGone } = await opened();
    const [first, second] = all;
    second.freeze();
    windows.lag = 150 + lag;
    await send(first, 'end', 'leave', 'erase');
    await windows.pass(120, 1);
    first.crash();
    second.thaw();
    await windows.pass(50, 1);
    await isGone(second);
  });

  it.each(lags)(
    'does not come back where all were, and a frozen window that wakes hears of it %i ms later',
    async (lag) => {
      const { windows, all, send, isGone } = await opened();
      const [first, second] = all;
      second.freeze();
      windows.lag = 5050 + lag;
      await send(first, 'end', 'leave');
      const erased = first.send('erase', 'all');
      await windows.pass(4900, 1);
      expect(erased.outcome).toBe('done');
      first.crash();
      second.thaw();
      await windows.pass(50, 1);
      await isGone(second);
    },
  );

  it('does not come back with one that wakes and never hears of it', async () => {
    const { all, send, isGone } = await opened();
    const [first, second] = all;
    second.freeze();
    first.mute();
    await send(first, 'end', 'leave', 'erase');
    first.crash();
    second.thaw();
    await isGone(second);
  });

  it.each(lags)('does not come back from a full disk, where that is heard of %i ms later', async (lag) => {
    const { windows, all, send, isGone } = await opened();
    const [first, second] = all;
    windows.full = true;
    await send(first, 'mark', 'end');
    expect(second.room.state).toMatchObject({ status: 'ended', storage: 'failing' });
    windows.lag = 60 + lag;
    await send(first, 'leave', 'erase');
    first.crash();
    await windows.pass(50, 1);
    await isGone(second);
  });

  it.each(lags)('does not come back from a full disk once it was left, heard of %i ms later', async (lag) => {
    const { windows, all, send, isGone } = await opened();
    const [first, second] = all;
    windows.full = true;
    await send(first, 'mark', 'end', 'leave');
    windows.lag = 30 + lag;
    await send(first, 'erase');
    first.crash();
    await windows.pass(50, 1);
    await isGone(second);
  });
});
