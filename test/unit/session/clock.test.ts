import { describe, expect, it } from 'vitest';
import { MINUTE, apply, stamp, type Draft } from '../../../src/session/index.js';
import { plan } from './support/fixtures.js';
import { BEGAN, dosed, prepared, refusal } from './support/simulate.js';

const slept = (from: number, to: number, certain: boolean): Draft => ({
  type: 'slept',
  cause: 'device',
  data: { from: from * MINUTE, to: to * MINUTE, certain },
});

describe('after a sleep', () => {
  it('everything it brought is written in order, as if someone had been awake', () => {
    const awake = dosed().until(50);
    const asleep = dosed().sleep(50);
    const facts = (sim: typeof awake) => sim.entries.map(({ type, data }) => ({ type, data }));
    expect(facts(asleep)).toEqual(facts(awake));
  });

  it('is kept in order though two things fall together', () => {
    const times = dosed()
      .sleep(200)
      .entries.map(({ t }) => t);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('brings nothing to a session that has ended', () => {
    const sim = dosed().until(3).do('end');
    const { length } = sim.entries;
    expect(sim.sleep(1000).entries).toHaveLength(length);
  });
});

describe('a clock that was set forward, not slept', () => {
  const leapt = () => {
    const sim = dosed(plan, 2).until(10);
    sim.t = 40 * MINUTE;
    return sim.write([slept(10, 40, false)]).catchUp();
  };

  it('gives its leap back: the dose is as long ago as it was', () => {
    const sim = leapt();
    expect(sim.state.phase!.id).toBe('return');
    sim.do('clockChanged');
    expect(sim.state.doses[0]!.t).toBe(32 * MINUTE);
    expect(sim.state.phase).toMatchObject({ id: 'build', enteredAt: 37 * MINUTE, endsAt: 47 * MINUTE });
    expect(sim.state.dwells[0]!.endsAt).toBe(44 * MINUTE);
    expect(sim.of('clock-stepped')[0]!.data).toEqual({ by: 30 * MINUTE, all: true });
    expect(sim.until(47).state.phase!.id).toBe('peak');
  });

  it('takes along what was noted before it: marks, pauses of an infusion, a check-in put off, holding', () => {
    const sim = dosed(plan, 2).until(5).do('mark').do('doseChange', 0, 'paused').until(9).do('away', true).until(10);
    sim.t = 40 * MINUTE;
    sim
      .write([slept(10, 40, false)])
      .do('clockChanged')
      .do('mark');
    const { marks, doses } = sim.state;
    expect(marks.map(({ t }) => t / MINUTE)).toEqual([35, 40]);
    expect(doses[0]!.changes.map(({ t }) => t / MINUTE)).toEqual([35]);
    // Away since minute 39, by the time that is: what was left of the phase then is left now.
    const { endsAt } = sim.state.phase!;
    sim.until(41).do('away', false);
    expect(sim.state.phase!.endsAt).toBe(endsAt! + 2 * MINUTE);
  });

  it('leaves the phase that a person has asked for since', () => {
    const sim = leapt().do('next').do('clockChanged');
    expect(sim.state.phase!.id).toBe('landing');
  });

  it('folds a journal from before what was noted moved along as it was folded then', () => {
    const sim = dosed(plan, 2).until(5).do('mark').until(10);
    sim.t = 40 * MINUTE;
    sim.write([slept(10, 40, false), { type: 'clock-stepped', cause: 'person', data: { by: 30 * MINUTE } }]);
    expect(sim.state.doses[0]!.t).toBe(32 * MINUTE);
    expect(sim.state.marks[0]!.t).toBe(5 * MINUTE);
  });

  it('leaves the dwell of a dose that was given since as long as it is', () => {
    const sim = leapt().do('dose').do('clockChanged');
    expect(sim.state.dwells.at(-1)).toEqual({ dose: 1, endsAt: 52 * MINUTE, done: false });
  });

  it('keeps open what was open: its window moves along', () => {
    const sim = dosed(plan, 2).until(18);
    sim.t = 19 * MINUTE;
    sim.write([slept(18, 19, false)]).do('clockChanged');
    expect(sim.checkIn('look@15')!.lapsesAt).toBe(23 * MINUTE);
  });

  it('asks in its time what it had let lapse', () => {
    const sim = leapt();
    expect(sim.of('check-in-lapsed').map(({ data }) => data.id)).toContain('look@15');
    sim.do('clockChanged').catchUp();
    expect(sim.checkIn('look@15')!.status).toBe('deferred');
    const before = sim.of('check-in-due').length;
    // The dose was at minute 2, and is now at 32.
    sim.until(46);
    const asked = () => sim.of('check-in-due').slice(before);
    expect(asked().map(({ data }) => data.id)).toEqual(['way@10', 'deep@14']);
    sim.until(47);
    expect(sim.checkIn('look@15')).toMatchObject({ status: 'due', dueAt: 47 * MINUTE });
    sim.until(60);
    expect(sim.checkIn('look@15')).toMatchObject({ status: 'lapsed' });
  });

  it('opens again what was open and had lapsed with it', () => {
    const sim = dosed(plan, 2).until(18);
    const { lapsesAt } = sim.checkIn('look@15')!;
    sim.t = 48 * MINUTE;
    sim.write([slept(18, 48, false)]).catchUp();
    expect(sim.checkIn('look@15')!.status).toBe('lapsed');
    sim.do('clockChanged');
    expect(sim.checkIn('look@15')).toMatchObject({ status: 'due', lapsesAt: lapsesAt! + 30 * MINUTE });
  });

  it('puts off as before what had been put off', () => {
    const sim = dosed(plan, 2).until(18).do('laterCheckIn', 'look@15', 10);
    sim.t = 68 * MINUTE;
    sim.write([slept(18, 68, false)]).catchUp();
    expect(sim.checkIn('look@15')!.status).toBe('lapsed');
    sim.do('clockChanged');
    expect(sim.until(77).checkIn('look@15')!.status).toBe('deferred');
    expect(sim.until(78).checkIn('look@15')!.status).toBe('due');
  });

  it('asks nothing in a session that has ended meanwhile', () => {
    const sim = leapt().do('end').do('clockChanged');
    expect([...sim.ids('due'), ...sim.ids('deferred')]).toEqual([]);
  });

  it('lets stand what has lapsed by itself: before the leap, or of a dose given since', () => {
    const sim = dosed(plan, 2).until(30);
    sim.t = 35 * MINUTE;
    sim
      .write([slept(30, 35, false)])
      .do('dose')
      .until(60);
    const lapsed = () => sim.state.checkIns.filter(({ status }) => status === 'lapsed').map(({ id }) => id);
    const own = lapsed().filter((id) => /~2|@15$/.test(id));
    expect(own.length).toBeGreaterThan(1);
    sim.do('clockChanged');
    expect(lapsed()).toEqual(expect.arrayContaining(own));
  });

  it('asks nothing again that had been passed over', () => {
    const sim = prepared()
      .do('open')
      .until(21)
      .do('dose', { ago: 20 * 60 })
      .until(23);
    sim.t = 53 * MINUTE;
    sim.write([slept(23, 53, false)]).do('clockChanged');
    const { length } = sim.entries;
    expect(sim.catchUp().entries).toHaveLength(length);
  });

  it('is asked once, and only where there is doubt', () => {
    const sim = leapt().do('clockChanged');
    expect(refusal(() => sim.do('clockChanged'))).toBe('not-now');
    const sure = dosed()
      .until(10)
      .write([slept(9, 10, true)]);
    expect(sure.state.can).not.toContain('clockChanged');
  });

  it('in a rehearsal steps the wall by real milliseconds', () => {
    const sim = dosed(plan, 2, 60).until(10);
    sim.t = 40 * MINUTE;
    sim.write([slept(10, 40, false)]).do('clockChanged');
    expect(sim.of('clock-stepped')[0]!.data).toEqual({ by: 30_000, all: true });
  });
});

it('a clock set back changes nothing of the session', () => {
  const sim = dosed().until(10);
  const { doses, phase } = sim.state;
  sim.write([{ type: 'clock-stepped', cause: 'device', data: { by: -3_600_000 } }]);
  expect(sim.state).toMatchObject({ doses, phase });
});

it('stamps never run backwards, whatever the clock says', () => {
  const drafts = [{ type: 'opened', cause: 'person', data: {} } as const];
  const place = { session: 's', seq: 4, t: 5000 };
  expect(stamp(drafts, place, { t: 4000, at: BEGAN })[0]).toEqual({
    session: 's',
    seq: 4,
    t: 5000,
    at: BEGAN,
    type: 'opened',
    cause: 'person',
    data: {},
  });
});

it('a stored entry that is older than the one before sets no session back', () => {
  const sim = dosed().until(10).do('mark');
  const entry = { ...sim.public.at(-1)!, seq: sim.entries.length, t: 0 };
  expect(apply(sim.session, entry).t).toBe(10 * MINUTE);
});

it('a rehearsal says so, and runs on session time', () => {
  const sim = dosed(plan, 0, 600).until(75);
  expect(sim.state.rehearsal).toBe(true);
  expect(sim.state.phase).toMatchObject({ id: 'landing' });
  expect(sim.last.at - BEGAN).toBeLessThan(7_500.001);
  expect(prepared().state.rehearsal).toBe(false);
});
