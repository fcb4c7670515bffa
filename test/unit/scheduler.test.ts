import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createScheduler } from '../../src/room/scheduler.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const settled = () => Promise.resolve();

describe('the scheduler', () => {
  it('does nothing before it is asked to', () => {
    const run = vi.fn(() => null);
    createScheduler(run);
    vi.runAllTimers();
    expect(run).not.toHaveBeenCalled();
  });

  it('sleeps to the nearest deadline, to the millisecond', async () => {
    const run = vi.fn((): number | null => 300);
    createScheduler(run).poke();
    await settled();
    vi.advanceTimersByTime(299);
    expect(run).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1);
    expect(run).toHaveBeenCalledTimes(2);
  });

  it.each([90 * 60_000, 2 ** 40, Infinity])(
    'looks every second though the next deadline is %d ms away',
    async (wait) => {
      const run = vi.fn(() => wait);
      createScheduler(run).poke();
      await settled();
      vi.advanceTimersByTime(10_000);
      expect(run).toHaveBeenCalledTimes(11);
    },
  );

  it('keeps one timer, however often it is poked, and none while nothing is to come', async () => {
    let wait: number | null = 700;
    const run = vi.fn(() => wait);
    const scheduler = createScheduler(run);
    for (let i = 0; i < 50; i++) scheduler.poke();
    await settled();
    expect(run).toHaveBeenCalledTimes(1);
    scheduler.poke();
    await settled();
    expect(vi.getTimerCount()).toBe(1);
    wait = null;
    scheduler.poke();
    await settled();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('may be poked by what it runs, without running inside itself', async () => {
    let depth = 0;
    let runs = 0;
    const scheduler = createScheduler(() => {
      expect(depth++).toBe(0);
      if (++runs < 3) scheduler.poke();
      depth--;
      return null;
    });
    scheduler.poke();
    for (let i = 0; i < 10; i++) await settled();
    expect(runs).toBe(3);
  });

  it('takes a deadline that has passed for now', async () => {
    const run = vi.fn((): number | null => null).mockReturnValueOnce(-5000);
    createScheduler(run).poke();
    await settled();
    vi.advanceTimersByTime(0);
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('goes on after what it ran has thrown: the clock of a session must not stop', async () => {
    const run = vi.fn((): number | null => 100);
    createScheduler(run).poke();
    await settled();
    run.mockImplementationOnce(() => {
      throw new Error('once');
    });
    expect(() => vi.advanceTimersByTime(100)).toThrow('once');
    vi.advanceTimersByTime(1000);
    expect(run).toHaveBeenCalledTimes(3);
  });

  it('wakes by the alarm it is given, where timers are held back', async () => {
    const run = vi.fn((): number | null => 300);
    const rings: (() => void)[] = [];
    createScheduler(run, (seconds, ring) => {
      expect(seconds).toBe(0.3);
      rings.push(ring);
      return () => rings.splice(rings.indexOf(ring), 1);
    }).poke();
    await settled();
    expect(vi.getTimerCount()).toBe(0);
    rings[0]!();
    expect(run).toHaveBeenCalledTimes(2);
    expect(rings.length).toBe(1);
  });

  it('is over once stopped, a poke on its way included', async () => {
    const run = vi.fn((): number | null => 100);
    const scheduler = createScheduler(run);
    scheduler.poke();
    await settled();
    scheduler.poke();
    scheduler.stop();
    await settled();
    vi.advanceTimersByTime(5000);
    expect(run).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
