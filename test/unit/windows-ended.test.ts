import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Windows, simulateTime, type TestWindow } from './support/windows.js';

simulateTime();
beforeEach(() => {
  for (const name of ['addEventListener', 'removeEventListener']) vi.stubGlobal(name, () => {});
});

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Windows of a room whose session has ended, all of them older than the ten minutes after which it is left. */
async function ended(count: number) {
  const windows = new Windows();
  const all: TestWindow[] = [];
  for (let i = 0; i < count; i++) all.push(await windows.open());
  const send = async (...[name, ...args]: Parameters<TestWindow['send']>) => {
    const sent = all[0]!.send(name, ...args);
    await windows.pass(300);
    expect(sent.outcome).toBe('done');
  };
  await send('prepare', { protocol: 'open' });
  await send('open');
  await windows.pass(11 * MINUTE, SECOND);
  await send('end');
  return { windows, all };
}

const status = (...all: TestWindow[]) => all.map(({ room }) => room.state.status);

describe('a session that has ended', () => {
  it('is left when nothing has been touched for ten minutes', async () => {
    const { windows, all } = await ended(2);
    await windows.pass(9.9 * MINUTE, SECOND);
    expect(status(...all)).toEqual(['ended', 'ended']);
    await windows.pass(0.2 * MINUTE, SECOND);
    expect(status(...all)).toEqual(['idle', 'idle']);
  });

  it('is not left at once by the window that takes the room over', async () => {
    const { windows, all } = await ended(2);
    const [first, second] = all as [TestWindow, TestWindow];
    await windows.pass(20 * SECOND);
    first.crash();
    await windows.pass(3 * SECOND);
    expect([second.room.state.role, ...status(second)]).toEqual(['owner', 'ended']);
    await windows.pass(9.9 * MINUTE, SECOND);
    expect(status(second)).toEqual(['ended']);
    await windows.pass(0.2 * MINUTE, SECOND);
    expect(status(second)).toEqual(['idle']);
  });

  it('is not left at once where its element comes back to an old page', async () => {
    const { windows, all } = await ended(1);
    all[0]!.takeAway();
    await windows.pass(12 * SECOND);
    expect(all[0]!.closed).toBe(true);
    const again = await windows.open();
    await windows.pass(3 * SECOND);
    expect(status(again)).toEqual(['ended']);
  });

  it.each([
    ['the window that runs the room', 0],
    ['another one', 1],
  ])('is not left under the hands of whoever touches %s', async (_, touched) => {
    const { windows, all } = await ended(3);
    for (let i = 0; i < 15; i++) {
      await windows.pass(MINUTE, SECOND);
      all[touched]!.touch();
    }
    expect(status(...all)).toEqual(['ended', 'ended', 'ended']);
    await windows.pass(9.9 * MINUTE, SECOND);
    expect(status(...all)).toEqual(['ended', 'ended', 'ended']);
    await windows.pass(0.2 * MINUTE, SECOND);
    expect(status(...all)).toEqual(['idle', 'idle', 'idle']);
  });

  it('is touched in a thousand places at once without as many messages', async () => {
    const { windows, all } = await ended(2);
    await windows.pass(MINUTE, SECOND);
    const before = windows.told.length;
    for (let i = 0; i < 1000; i++) all[1]!.touch();
    expect(windows.told.length - before).toBe(1);
  });

  it('is left when a device wakes that slept longer than that', async () => {
    const { windows, all } = await ended(1);
    all[0]!.freeze();
    await windows.skip(60 * MINUTE);
    all[0]!.thaw();
    await windows.pass(SECOND);
    expect(status(...all)).toEqual(['idle']);
  });

  it.each([60, -60])('is not left because the clock was set by %i minutes: nobody was away for that', async (by) => {
    const { windows, all } = await ended(1);
    await windows.pass(MINUTE, SECOND);
    await windows.skip(by * MINUTE);
    expect(status(...all)).toEqual(['ended']);
    await windows.pass(8.7 * MINUTE, SECOND);
    expect(status(...all)).toEqual(['ended']);
    await windows.pass(0.4 * MINUTE, SECOND);
    expect(status(...all)).toEqual(['idle']);
  });

  it('is not left under the hand that comes just after the clock was set back', async () => {
    const { windows, all } = await ended(1);
    vi.setSystemTime(Date.now() - 60 * MINUTE);
    const sent = all[0]!.send('reopen');
    await windows.pass(100);
    expect([sent.outcome, ...status(...all)]).toEqual(['done', 'open']);
  });
});
