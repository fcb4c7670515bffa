import { describe, expect, it } from 'vitest';
import { MINUTE, type Entry } from '../../../src/session/index.js';
import { devices, plan } from './support/fixtures.js';
import type { Simulation } from './support/simulate.js';
import { BEGAN, dosed, prepared, refusal } from './support/simulate.js';

const phase = (sim: Simulation) => sim.state.phase?.id;

describe('the first dose', () => {
  it('is time zero and ends the first phase at once', () => {
    const { state } = dosed(plan, 4);
    expect(state.doses).toMatchObject([{ t: 4 * MINUTE, at: BEGAN + 4 * MINUTE }]);
    expect(state.phase).toMatchObject({ id: 'onset', enteredAt: 4 * MINUTE, endsAt: 9 * MINUTE });
  });

  it('noted three minutes late is dated back, and the phase it began with it', () => {
    const sim = prepared().do('open').until(10).do('dose', { ago: 180 });
    expect(sim.state.doses[0]).toMatchObject({ t: 7 * MINUTE, at: BEGAN + 7 * MINUTE });
    expect(sim.state.phase).toMatchObject({ id: 'onset', enteredAt: 7 * MINUTE, endsAt: 12 * MINUTE });
  });

  it('can be told by the clock on the wall, in a rehearsal too', () => {
    const sim = prepared(plan, 60).do('open').until(10);
    sim.do('dose', { at: BEGAN + (6 * MINUTE) / 60 });
    expect(sim.state.doses[0]).toMatchObject({ t: 6 * MINUTE, at: BEGAN + (6 * MINUTE) / 60 });
  });

  it('noted after the phases it should have begun goes through them in order, each from the end of the one before', () => {
    const sim = prepared()
      .do('open')
      .until(30)
      .do('dose', { ago: 17 * 60 })
      .catchUp();
    expect(sim.of('phase-entered').map(({ data }) => [data.phase, data.t / MINUTE])).toEqual([
      ['settle', 0],
      ['onset', 13],
      ['build', 18],
      ['peak', 28],
    ]);
  });

  it('given before the session was opened opens it, and may be older than the session itself', () => {
    const sim = prepared().until(1).do('dose', { ago: 120 });
    expect(sim.state).toMatchObject({ status: 'open', openedAt: BEGAN + MINUTE });
    expect(sim.state.doses[0]!.t).toBe(-MINUTE);
    expect(sim.state.phase).toMatchObject({ id: 'onset', enteredAt: -MINUTE, endsAt: 4 * MINUTE });
    for (const [i, visit] of sim.session!.visits.entries())
      expect(visit.enteredAt).toBeGreaterThanOrEqual(sim.session!.visits[i - 1]?.enteredAt ?? -Infinity);
  });

  it('leaves the phase alone where someone has moved on already', () => {
    const sim = prepared().do('open').do('goTo', 'peak').until(3).do('dose');
    expect(phase(sim)).toBe('peak');
    expect(sim.state.phase!.enteredAt).toBe(0);
  });

  it('given while closing counts, and moves no phase', () => {
    const sim = prepared().do('open').do('close').until(2).do('dose');
    expect(sim.state).toMatchObject({ status: 'closing', phase: { id: 'settle' }, doses: [{ t: 2 * MINUTE }] });
  });

  it('given after the end reopens the session', () => {
    const sim = prepared().do('open').do('end').until(5).do('dose');
    expect(sim.state).toMatchObject({ status: 'open', phase: { id: 'onset', enteredAt: 5 * MINUTE } });
    expect(sim.of('reopened')).toHaveLength(1);
  });

  it.each([
    ['the future', { ago: -1 }],
    ['the future by the wall', { at: BEGAN + 60_000 * 60 }],
    ['more than a day ago', { ago: 86_401 }],
    ['no number', { ago: NaN }],
    ['text', { ago: '5' as never }],
  ])('is refused nowhere but when its time is %s', (_, when) => {
    const sim = prepared().do('open').until(20);
    const before = sim.session;
    expect(refusal(() => sim.do('dose', when))).toBe('bad-value');
    expect(sim.session).toBe(before);
  });

  it('is not refused where two clocks differ by a breath', () => {
    const sim = prepared().do('open').until(1);
    sim.do('dose', { at: BEGAN + MINUTE + 400 });
    expect(sim.state.doses[0]!.t).toBe(MINUTE);
  });
});

describe('further doses', () => {
  it('keep the clock and the phase', () => {
    const sim = dosed().wait(20).do('dose', { ago: 60 });
    expect(sim.state.doses.map(({ t }) => t / MINUTE)).toEqual([0, 19]);
    expect(phase(sim)).toBe('peak');
    expect(sim.of('dosed').map(({ data }) => data.index)).toEqual([0, 1]);
  });

  it('begin anew only what counts from the newest', () => {
    const sim = dosed().until(6).do('dose').until(16);
    expect(sim.of('check-in-due').map(({ data }) => data.id)).toEqual([
      'bp@before',
      'way@10',
      'after@8~2',
      'look@15',
      'deep@14',
    ]);
    expect(sim.checkIn('after@8~2')!.dueAt).toBe(14 * MINUTE);
  });

  it('take over as time zero when the first is void', () => {
    const sim = dosed().until(3).do('dose').until(4);
    sim.do('amend', sim.of('dosed')[0]!.seq, null);
    expect(sim.state.doses.map(({ t }) => t / MINUTE)).toEqual([3]);
    expect(sim.state.phase).toMatchObject({ enteredAt: 3 * MINUTE, endsAt: 8 * MINUTE });
  });
});

describe('an infusion', () => {
  it('is named by a number: nothing else that a list holds is a dose', () => {
    const sim = dosed();
    for (const index of ['length', 'map', '0', [0], 0.5, null, NaN])
      for (const call of ['doseChange', 'endDwell'] as const)
        expect(refusal(() => sim.do(call, index as number, 'ended' as never))).toBe('unknown');
  });

  it('ends after its dose, however either is corrected', () => {
    const sim = dosed().until(30).do('doseChange', 0, 'ended', { ago: 600 });
    const seq = (of: Entry['type']) => sim.entries.find(({ type }) => type === of)!.seq;
    expect(refusal(() => sim.do('amend', seq('dose-changed'), { ago: 31 * 60 }))).toBe('bad-value');
    expect(refusal(() => sim.do('amend', seq('dosed'), { ago: 0 }))).toBe('bad-value');
    sim.do('amend', seq('dosed'), { ago: 11 * 60 });
    // What was taken out stands in nobody's way.
    sim.do('amend', seq('dose-changed'), null).do('amend', seq('dosed'), { ago: 0 });
    expect(sim.state.doses[0]).toMatchObject({ t: 30 * MINUTE, endedAt: null });
  });

  it('keeps its pauses and its end, each at its own time', () => {
    const sim = dosed().until(10).do('doseChange', 0, 'paused').until(12).do('doseChange', 0, 'resumed', { ago: 30 });
    sim.until(40).do('doseChange', 0, 'ended');
    const [dose] = sim.state.doses;
    expect(dose!.changes.map(({ what, t }) => [what, t / MINUTE])).toEqual([
      ['paused', 10],
      ['resumed', 11.5],
      ['ended', 40],
    ]);
    expect(dose!.endedAt).toBe(40 * MINUTE);
  });

  it('can be corrected, taken back, and put back', () => {
    const sim = dosed().until(40).do('doseChange', 0, 'ended').until(41);
    const { seq } = sim.last;
    sim.do('amend', seq, { ago: 180 });
    expect(sim.state.doses[0]).toMatchObject({ endedAt: 38 * MINUTE, changes: [{ at: BEGAN + 38 * MINUTE }] });
    sim.do('amend', seq, null);
    expect(sim.state.doses[0]).toMatchObject({ endedAt: null, changes: [] });
    sim.do('amend', seq, { what: 'paused' });
    expect(sim.state.doses[0]).toMatchObject({ endedAt: null, changes: [{ what: 'paused', t: 38 * MINUTE }] });
  });

  it('cannot change before it began, nor where there is none', () => {
    const sim = dosed(plan, 10).until(12);
    expect(refusal(() => sim.do('doseChange', 0, 'ended', { ago: 180 }))).toBe('bad-value');
    expect(refusal(() => sim.do('doseChange', 1, 'ended'))).toBe('unknown');
    expect(refusal(() => sim.do('doseChange', 0, 'stopped' as never))).toBe('bad-value');
    expect(refusal(() => prepared().do('doseChange', 0, 'ended'))).toBe('not-now');
  });
});

describe('a dwell', () => {
  it('runs from the dose, whatever the phase, until someone ends it', () => {
    const sim = dosed(plan, 5).until(30);
    expect(sim.state.dwells).toEqual([{ dose: 0, endsAt: 17 * MINUTE, done: false }]);
    sim.do('endDwell', 0, 'spat');
    expect(sim.state.dwells).toMatchObject([{ done: true }]);
    expect(sim.last.private).toEqual({ how: 'spat' });
    expect(refusal(() => sim.do('endDwell', 0, 'spat'))).toBe('not-now');
  });

  it('between two devices ends by itself, or with the next', () => {
    const alone = dosed(devices).until(6);
    expect(alone.state.dwells).toEqual([{ dose: 0, endsAt: 5 * MINUTE, done: true }]);
    expect(alone.of('dwell-ended')[0]).toMatchObject({ cause: 'time' });
    const early = dosed(devices).until(4).do('dose');
    expect(early.state.dwells).toEqual([
      { dose: 0, endsAt: 5 * MINUTE, done: true },
      { dose: 1, endsAt: 9 * MINUTE, done: false },
    ]);
  });

  it('moves with its dose and goes with it', () => {
    const sim = dosed().until(4).do('dose', { ago: 60 });
    sim.do('amend', sim.of('dosed')[0]!.seq, { ago: 120 });
    expect(sim.state.dwells.map(({ endsAt }) => endsAt / MINUTE)).toEqual([14, 15]);
    sim.do('amend', sim.of('dosed')[0]!.seq, null);
    expect(sim.state.dwells).toEqual([{ dose: 0, endsAt: 15 * MINUTE, done: false }]);
    expect(refusal(() => sim.do('endDwell', 1, 'spat'))).toBe('unknown');
  });

  it('ended by mistake can run again', () => {
    const sim = dosed().until(4).do('endDwell', 0, 'other');
    sim.do('amend', sim.last.seq, null);
    expect(sim.state.dwells[0]!.done).toBe(false);
  });
});

it('another medicine is never a dose and never time zero', () => {
  const sim = prepared().do('open').until(3).do('given', { what: 'ondansetron', amount: '4 mg', ago: 60 });
  expect(sim.last).toMatchObject({ data: { t: 2 * MINUTE }, private: { what: 'ondansetron', amount: '4 mg' } });
  expect(sim.state).toMatchObject({ doses: [], phase: { id: 'settle' } });
  expect(refusal(() => sim.do('given', {} as never))).toBe('bad-value');
});
