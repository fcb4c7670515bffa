import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClock } from '../../src/room/clock.js';

const NOON = Date.UTC(2025, 5, 1, 12);
const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** A device whose clocks do what a test wants. */
function device() {
  const at = { monotonic: 5000.25, wall: NOON, sign: null as number | null };
  const clock = createClock({ lastSign: () => at.sign }, { monotonic: () => at.monotonic, wall: () => at.wall });
  return {
    at,
    clock,
    /** Awake, looking at the clocks every second. */
    run(ms: number) {
      const events = [];
      for (let left = ms; left > 0; left -= SECOND) {
        const step = Math.min(left, SECOND);
        at.monotonic += step;
        at.wall += step;
        events.push(clock.check());
      }
      return events.filter((event) => event !== null);
    },
    /** Most devices: the monotonic clock stands still. */
    sleep(ms: number) {
      at.wall += ms;
    },
    /** A person or a time server sets the wall clock. */
    set(ms: number) {
      at.wall += ms;
    },
    sign() {
      at.sign = at.monotonic;
    },
  };
}

describe('session time', () => {
  it('is the time since the anchor, whole milliseconds', () => {
    const { clock, at } = device();
    clock.start({ t: 0, pace: 1 });
    at.monotonic += 1234.9;
    expect(clock.now()).toBe(1234);
  });

  it('goes on by no more than a day, whatever a device without a clock of its own took for the time before', () => {
    const { clock, at, run } = device();
    const day = 24 * 60 * MINUTE;
    clock.resume({ t: MINUTE, at: 0, pace: 1 });
    expect(clock.now()).toBe(MINUTE + day);
    at.wall = 0;
    run(SECOND);
    at.wall = NOON;
    const [set] = run(SECOND);
    expect(set).toMatchObject({ type: 'slept', data: { certain: false } });
    expect(clock.now()).toBe(MINUTE + 2 * day + 2 * SECOND);
  });

  it('loses nothing to rounding over ninety minutes of looks', () => {
    const { clock, at } = device();
    clock.start({ t: 0, pace: 1 });
    for (let i = 0; i < 5400; i++) {
      at.monotonic += 1000.7;
      at.wall += 1000.7;
      clock.check();
    }
    expect(clock.now()).toBe(Math.floor(5400 * 1000.7));
  });

  it.each([1, 60, 600])('runs %i times as fast in a rehearsal of that pace', (pace) => {
    const { clock, run } = device();
    clock.start({ t: 100, pace });
    run(10 * SECOND);
    expect(clock.now()).toBe(100 + 10 * SECOND * pace);
  });

  it('tells the wall clock of any session time', () => {
    const { clock, run } = device();
    clock.start({ t: 0, pace: 60 });
    run(30 * SECOND);
    expect(clock.wall(10 * MINUTE)).toBe(NOON + 10 * SECOND);
  });
});

describe('a device that slept', () => {
  it('has the time that passed, and says between when', () => {
    const { clock, run, sleep, sign } = device();
    clock.start({ t: 0, pace: 1 });
    run(MINUTE);
    sign();
    sleep(20 * MINUTE);
    expect(clock.now()).toBe(MINUTE);
    expect(clock.check()).toEqual({ type: 'slept', data: { from: MINUTE, to: 21 * MINUTE, certain: true } });
    expect(clock.now()).toBe(21 * MINUTE);
    expect(run(MINUTE)).toEqual([]);
    expect(clock.now()).toBe(22 * MINUTE);
  });

  it('has it at the pace of a rehearsal', () => {
    const { clock, sleep, sign } = device();
    clock.start({ t: 0, pace: 60 });
    sign();
    sleep(10 * SECOND);
    expect(clock.check()).toEqual({ type: 'slept', data: { from: 0, to: 10 * MINUTE, certain: true } });
  });

  it('cannot be told from a clock set forward when nothing hinted at sleep', () => {
    const { clock, run, set } = device();
    clock.start({ t: 0, pace: 1 });
    run(MINUTE);
    set(60 * MINUTE);
    expect(clock.check()).toEqual({ type: 'slept', data: { from: MINUTE, to: 61 * MINUTE, certain: false } });
  });

  it('is certain for five seconds after a sign, and no longer', () => {
    for (const [since, certain] of [
      [5 * SECOND, true],
      [6 * SECOND, false],
    ] as const) {
      const { clock, run, sleep, sign } = device();
      clock.start({ t: 0, pace: 1 });
      sign();
      run(since);
      sleep(MINUTE);
      expect(clock.check()).toMatchObject({ data: { certain } });
    }
  });

  it('is certain when the heartbeat, too, came more than two seconds late', () => {
    const { clock, at, sleep } = device();
    clock.start({ t: 0, pace: 1 });
    at.monotonic += 3001;
    at.wall += 3001;
    sleep(MINUTE);
    expect(clock.check()).toEqual({ type: 'slept', data: { from: 3001, to: 3001 + MINUTE, certain: true } });
  });

  it('is what a frozen page was too, though its clocks agree; a timer held back to one a minute is not', () => {
    const { clock, at } = device();
    clock.start({ t: 0, pace: 2 });
    const late = (ms: number) => {
      at.monotonic += ms;
      at.wall += ms;
      return clock.check();
    };
    expect(late(61 * SECOND)).toBe(null);
    expect(late(20 * MINUTE)).toEqual({
      type: 'slept',
      data: { from: 122 * SECOND, to: 122 * SECOND + 40 * MINUTE, certain: true },
    });
    expect(clock.now()).toBe(122 * SECOND + 40 * MINUTE);
    expect(late(SECOND)).toBe(null);
  });

  it.each([
    ['summer time begins', '2026-03-29T00:50:00Z'],
    ['summer time ends', '2026-10-25T00:50:00Z'],
    ['a month ends', '2026-02-28T22:50:00Z'],
    ['a year ends', '2026-12-31T22:50:00Z'],
  ])('has the same time behind it when meanwhile %s', (_, date) => {
    const { clock, at, run, sleep, sign } = device();
    at.wall = Date.parse(date);
    clock.start({ t: 0, pace: 1 });
    run(MINUTE);
    sign();
    sleep(20 * MINUTE);
    expect(clock.check()).toEqual({ type: 'slept', data: { from: MINUTE, to: 21 * MINUTE, certain: true } });
    expect(run(10 * MINUTE)).toEqual([]);
    expect(clock.wall(31 * MINUTE)).toBe(Date.parse(date) + 31 * MINUTE);
  });

  it('leaves wall times right on both sides of the gap', () => {
    const { clock, run, sleep, sign } = device();
    clock.start({ t: 0, pace: 1 });
    run(MINUTE);
    sign();
    sleep(20 * MINUTE);
    clock.check();
    expect(clock.wall(30 * SECOND)).toBe(NOON + 30 * SECOND);
    expect(clock.wall(21 * MINUTE)).toBe(NOON + 21 * MINUTE);
  });
});

describe('a wall clock that is set back', () => {
  it('does not touch session time, and wall times follow it', () => {
    const { clock, run, set } = device();
    clock.start({ t: 0, pace: 1 });
    run(10 * MINUTE);
    set(-60 * MINUTE);
    expect(clock.check()).toEqual({ type: 'clock-stepped', data: { by: -60 * MINUTE } });
    expect(clock.now()).toBe(10 * MINUTE);
    expect(clock.wall(10 * MINUTE)).toBe(NOON - 50 * MINUTE);
    expect(run(MINUTE)).toEqual([]);
    expect(clock.now()).toBe(11 * MINUTE);
  });
});

describe('clocks that drift', () => {
  it('are believed within two seconds', () => {
    for (const by of [2000, -2000]) {
      const { clock, set } = device();
      clock.start({ t: 0, pace: 1 });
      set(by);
      expect(clock.check()).toBe(null);
      expect(clock.now()).toBe(0);
    }
  });

  it('do not add up to a leap over hours of a time server bringing the clock in', () => {
    const { clock, at } = device();
    clock.start({ t: 0, pace: 1 });
    for (let i = 0; i < 6 * 3600; i++) {
      at.monotonic += SECOND;
      at.wall += SECOND + 0.5;
      expect(clock.check()).toBe(null);
    }
    expect(clock.now()).toBe(6 * 3600 * SECOND);
  });
});

describe('a session taken up after a reload', () => {
  it('trusts the wall clock', () => {
    const { clock } = device();
    clock.resume({ t: 10 * MINUTE, at: NOON - 5 * SECOND, pace: 60 });
    expect(clock.now()).toBe(15 * MINUTE);
  });

  it('is never earlier than its last entry, though the clock was set back meanwhile', () => {
    const { clock } = device();
    clock.resume({ t: 10 * MINUTE, at: NOON + 60 * MINUTE, pace: 1 });
    expect(clock.now()).toBe(10 * MINUTE);
  });
});

describe('whatever the clocks do', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('awake' as const), ms: fc.double({ min: 0, max: 90_000, noNaN: true }) }),
    fc.record({ kind: fc.constant('asleep' as const), ms: fc.nat(8 * 3_600_000) }),
    fc.record({ kind: fc.constant('set' as const), ms: fc.integer({ min: -86_400_000, max: 86_400_000 }) }),
    fc.record({ kind: fc.constant('sign' as const) }),
    fc.record({ kind: fc.constant('look' as const) }),
  );

  it('elapsed never runs backwards, and nothing that passed awake is lost', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600 }), fc.array(step, { maxLength: 60 }), (pace, steps) => {
        const { clock, at } = device();
        clock.start({ t: 0, pace });
        let last = 0;
        let looked = 0;
        let awake = 0;
        for (const each of steps) {
          if (each.kind === 'awake') {
            at.monotonic += each.ms;
            at.wall += each.ms;
            awake += each.ms;
          }
          if (each.kind === 'asleep' || each.kind === 'set') at.wall += each.ms;
          if (each.kind === 'sign') at.sign = at.monotonic;
          const event = each.kind === 'look' ? clock.check() : null;
          const now = clock.now();
          expect(now).toBeGreaterThanOrEqual(last);
          expect(now).toBeGreaterThanOrEqual(Math.floor(awake * pace) - 1);
          if (event?.type === 'slept') {
            const { from, to } = event.data;
            expect(from).toBeGreaterThanOrEqual(looked);
            expect(to).toBe(now);
            expect(to - from).toBeGreaterThan(2000 * pace - 2);
          }
          last = now;
          if (each.kind === 'look') looked = now;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('only a leap forward moves the session: without one it is exactly the time awake', () => {
    fc.assert(
      fc.property(
        fc.array(
          step.filter(({ kind }) => kind !== 'asleep'),
          { maxLength: 60 },
        ),
        (steps) => {
          const { clock, at } = device();
          clock.start({ t: 0, pace: 1 });
          let awake = 0;
          for (const each of steps) {
            if (each.kind === 'awake') {
              at.monotonic += each.ms;
              at.wall += each.ms;
              awake += each.ms;
            }
            if (each.kind === 'set') at.wall -= Math.abs(each.ms);
            const event = each.kind === 'look' && clock.check();
            // Of a frozen page it is told that nobody was there; its time has passed all the same.
            if (event && event.type === 'slept') expect(event.data.to - event.data.from).toBeGreaterThan(90_000 - 1);
          }
          expect(Math.abs(clock.now() - awake)).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('a session survives any number of reloads without running backwards', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(600_000), fc.integer({ min: -3_600_000, max: 3_600_000 })), { maxLength: 20 }),
        (lives) => {
          let wall = NOON;
          let kept = { t: 0, at: NOON };
          for (const [lived, away] of lives) {
            let monotonic = 0;
            const clock = createClock({ lastSign: () => null }, { monotonic: () => monotonic, wall: () => wall });
            clock.resume({ ...kept, pace: 1 });
            expect(clock.now()).toBeGreaterThanOrEqual(kept.t);
            monotonic += lived;
            wall += lived;
            kept = { t: clock.now(), at: wall };
            wall += away;
          }
        },
      ),
    );
  });
});
