import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../../src/session/index.js';
import { devices } from './support/fixtures.js';
import { BEGAN, dosed, prepared, refusal } from './support/simulate.js';

const zero = (sim: ReturnType<typeof dosed>) => sim.of('dosed')[0]!.seq;

describe('a dose too many, taken out by its number', () => {
  it('gives back the rest that it ended', () => {
    const sim = dosed(devices).wait(1).do('dose');
    expect(sim.state.dwells.map(({ done }) => done)).toEqual([true, false]);
    sim.do('amend', sim.of('dosed')[1]!.seq, null);
    expect(sim.state.dwells).toMatchObject([{ dose: 0, done: false }]);
  });
});

describe('time zero corrected', () => {
  it('earlier moves what is to come, and asks only what still can be answered', () => {
    const sim = dosed(undefined, 20).until(22);
    sim.do('amend', zero(sim), { ago: 12 * 60 }).catchUp();
    expect(sim.state.doses[0]).toMatchObject({ t: 10 * MINUTE, at: BEGAN + 10 * MINUTE });
    // 12 minutes since the dose: `after@8` has just gone, `way@10` is still open.
    expect(sim.ids('lapsed')).toEqual([]);
    expect(sim.ids('due')).toEqual(['bp@before', 'way@10']);
    expect(sim.checkIn('way@10')).toMatchObject({ dueAt: 20 * MINUTE, lapsesAt: 24 * MINUTE });
    expect(sim.session!.visits.map(({ phase, enteredAt }) => [phase, enteredAt / MINUTE])).toEqual([
      ['settle', 0],
      ['onset', 10],
      ['build', 15],
    ]);
  });

  it('by an hour and more fires no burst, neither of due ones nor of lapsed ones', () => {
    const sim = prepared().do('open').until(100).do('dose').until(102);
    const before = sim.entries.length;
    sim.do('amend', zero(sim), { ago: 94 * 60 }).catchUp();
    expect(sim.entries.slice(before).filter(({ type }) => type.startsWith('check-in'))).toMatchObject([
      { type: 'check-in-due', data: { id: 'look@90' } },
    ]);
    expect(sim.state.phase!.id).toBe('landing');
  });

  it('asks nothing of what it moves into a time in which nobody was there', () => {
    const sim = prepared()
      .do('open')
      .until(100)
      .do('dose')
      .until(110)
      .do('attend', true)
      .until(170)
      .do('attend', false);
    const before = sim.catchUp().entries.length;
    sim
      .until(172)
      .do('amend', zero(sim), { ago: 142 * 60 })
      .catchUp();
    // Asked with time zero at 100 were those up to 60; the look at 75, 90, … 135 would now have been at 105 to 165.
    expect(sim.entries.slice(before).filter(({ type }) => type === 'check-in-due')).toEqual([]);
    expect(sim.until(181).checkIn('look@150')).toMatchObject({ status: 'due', dueAt: 180 * MINUTE });
  });

  it('later moves what is to come, and asks nothing twice', () => {
    const sim = dosed()
      .until(17)
      .do('amend', 0, {})
      .do('amend', zero(sim0(17)), { ago: 7 * 60 })
      .until(60);
    const ids = sim.of('check-in-due').map(({ data }) => data.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(sim.of('check-in-due').find(({ data }) => data.id === 'bp@20')!.data.t).toBe(30 * MINUTE);
    expect(ids).toContain('look@30');
  });

  it('moves the planned end of a phase that came by time, and of none that somebody chose', () => {
    const timed = dosed().until(7);
    expect(timed.do('amend', zero(timed), { ago: 8 * 60 }).state.phase).toMatchObject({
      id: 'build',
      endsAt: 14 * MINUTE,
    });
    const after = dosed().until(7).do('goTo', 'onset').until(13);
    expect(after.do('amend', zero(after), { ago: 14 * 60 }).state.phase).toMatchObject({
      id: 'build',
      endsAt: 22 * MINUTE,
    });
    const chosen = dosed().until(7).do('goTo', 'peak');
    expect(chosen.do('amend', zero(chosen), { ago: 8 * 60 }).state.phase).toMatchObject({
      id: 'peak',
      endsAt: 27 * MINUTE,
    });
  });

  it('keeps every visit before the next, even where it is corrected to after it', () => {
    const sim = dosed().until(12);
    sim.do('amend', zero(sim), { ago: 120 });
    expect(sim.session!.visits.map(({ enteredAt }) => enteredAt / MINUTE)).toEqual([0, 5, 5]);
    expect(sim.state.phase).toMatchObject({ id: 'build', endsAt: 25 * MINUTE });
  });

  it('leaves what a change of protocol counts from now where it is', () => {
    const sim = dosed()
      .until(10)
      .do('change', { protocol: sim0(0).session!.protocol })
      .until(11);
    sim.do('amend', zero(sim), { ago: 6 * 60 }).until(26);
    expect(sim.checkIn('look@15~2')!.dueAt).toBe(25 * MINUTE);
  });

  it('is void once, and stands again if that was the mistake', () => {
    const sim = dosed().until(3);
    sim.do('amend', zero(sim), null);
    expect(sim.state).toMatchObject({ doses: [], phase: { id: 'settle' } });
    sim.do('amend', zero(sim), { note: 'it was given after all' }).until(6);
    expect(sim.state.doses).toMatchObject([{ t: 0 }]);
    expect(sim.state.phase).toMatchObject({ id: 'build', enteredAt: 5 * MINUTE });
  });
});

const sim0 = (minute: number) => dosed().until(minute);

describe('a correction', () => {
  it('leaves the original readable, and the newest wins', () => {
    const sim = dosed().until(5).do('mark', 'tears came', { kind: 'tears' }).until(6);
    const { seq } = sim.last;
    sim.do('amend', seq, { ago: 120 }, 'wrong minute').do('amend', seq, { ago: 180, text: 'quiet tears' });
    expect(sim.entries[seq]).toMatchObject({ data: { t: 5 * MINUTE }, private: { text: 'tears came', kind: 'tears' } });
    expect(sim.last.private).toEqual({ change: { text: 'quiet tears' } });
    expect(sim.state.marks).toMatchObject([{ seq, t: 3 * MINUTE, at: BEGAN + 3 * MINUTE }]);
    expect(sim.do('amend', seq, null).state.marks).toEqual([]);
    expect(sim.do('amend', seq, { ago: 60 }).state.marks).toMatchObject([{ seq, t: 5 * MINUTE }]);
  });

  it('that voids says so, with its reason, where only staff can read it', () => {
    const sim = dosed().do('mark', 'm');
    sim.do('amend', sim.last.seq, null, 'wrong room');
    expect(sim.last).toMatchObject({ data: { void: true }, private: { change: null, reason: 'wrong room' } });
  });

  it('is open to what the contract lists, and to nothing else', () => {
    const sim = dosed().until(15);
    sim
      .do('given', { what: 'w' })
      .do('mark', 'm')
      .do('note', 'n')
      .do('handOver', { to: 'K' })
      .do('record', 'rate', { value: 1 });
    sim.do('checkIn', 'look@15', { look: 'resting' }).do('skipCheckIn', 'bp@before').do('endDwell', 0, 'spat');
    sim.do('doseChange', 0, 'paused').do('attend', true).do('attend', false).do('fuller').do('silence');
    const open = new Set(
      sim.entries.filter(({ seq }) => refusal(() => sim.do('amend', seq, {})) === null).map(({ type }) => type),
    );
    open.delete('amended');
    expect([...open].sort()).toEqual(
      [
        'prepared',
        'dosed',
        'dose-changed',
        'dwell-ended',
        'given',
        'check-in-answered',
        'check-in-skipped',
        'recorded',
        'marked',
        'noted',
        'handed-over',
      ].sort(),
    );
    expect(refusal(() => sim.do('amend', 0, null))).toBe('bad-value');
    expect(refusal(() => sim.do('amend', 9999, {}))).toBe('unknown');
  });

  it.each([
    ['given', { what: 5 }],
    ['noted', { text: 'x'.repeat(10_001) }],
    ['recorded', { answer: { value: 11 } }],
    ['check-in-answered', { answer: { look: 'odd' } }],
    ['dwell-ended', { how: 'drunk' }],
    ['marked', { kind: 'joy' }],
    ['dose-changed', { what: 'stopped' }],
    ['dosed', { ago: -5 }],
    ['dosed', 'earlier'],
  ])('of %s is checked as the call that made it: %j', (type, change) => {
    const sim = dosed().until(15);
    sim.do('given', { what: 'w' }).do('note', 'n').do('record', 'rate', { value: 1 }).do('mark');
    sim.do('checkIn', 'look@15', { look: 'resting' }).do('endDwell', 0, 'spat').do('doseChange', 0, 'paused');
    const { seq } = sim.entries.find((entry) => entry.type === type)!;
    expect(refusal(() => sim.do('amend', seq, change as never))).toBe('bad-value');
  });

  it('of an answer that is void makes the check-in due while its window lasts', () => {
    const sim = dosed().until(15).do('checkIn', 'look@15', { look: 'resting' });
    const { seq } = sim.last;
    sim.until(18).do('amend', seq, null);
    expect(sim.checkIn('look@15')!.status).toBe('due');
    const again = sim.do('checkIn', 'look@15', { look: 'spoke' }).last.seq;
    sim.until(25).do('amend', again, null);
    expect(sim.checkIn('look@15')!.status).toBe('lapsed');
  });

  it('of what was superseded changes nothing', () => {
    const sim = dosed().until(15).do('skipCheckIn', 'look@15');
    const { seq } = sim.last;
    sim.do('checkIn', 'look@15', { look: 'resting' }).do('amend', seq, null);
    expect(sim.checkIn('look@15')!.status).toBe('answered');
  });

  it('after the end lapses what it leaves open, and a reopened session asks again', () => {
    const sim = dosed().until(15).do('checkIn', 'look@15', { look: 'resting' });
    const { seq } = sim.last;
    sim.do('end').until(16).do('amend', seq, null);
    expect(sim.checkIn('look@15')!.status).toBe('lapsed');
    expect(sim.do('reopen').checkIn('look@15')!.status).toBe('due');
  });
});

it('an answer that is void is due again, though it was once put off, through an end as well', () => {
  const sim = dosed().until(15).do('laterCheckIn', 'look@15', 60).do('checkIn', 'look@15', { look: 'resting' });
  sim.do('amend', sim.last.seq, null).do('end').until(16).do('reopen');
  expect(sim.checkIn('look@15')!.status).toBe('due');
});

describe('hand-over', () => {
  const signed = (sim: ReturnType<typeof dosed>) => sim.do('note', 'n').last.private!.by;

  it('puts the initials of who took over into every later private part', () => {
    const sim = prepared();
    expect(signed(sim)).toBeUndefined();
    sim.do('prepare', { staff: 'AB' } as never);
    expect(signed(sim)).toBe('AB');
    sim.do('open').do('dose').do('handOver', { to: 'CD', note: 'went home' });
    expect(sim.last.private).toEqual({ by: 'AB', to: 'CD', note: 'went home' });
    expect(signed(sim)).toBe('CD');
    expect(sim.do('mark').last.private).toEqual({ by: 'CD' });
    expect(sim.do('fuller').last.private).toBeUndefined();
  });

  it('corrected or void, counts as corrected', () => {
    const sim = prepared()
      .do('prepare', { staff: 'AB' } as never)
      .do('handOver', { to: 'CE' });
    const { seq } = sim.last;
    sim.do('amend', seq, { to: 'CD' });
    expect(signed(sim)).toBe('CD');
    sim.do('amend', seq, null);
    expect(signed(sim)).toBe('AB');
    expect(refusal(() => sim.do('handOver', {} as never))).toBe('bad-value');
  });

  it('written down afterwards for the time before, leaves the room to who took over', () => {
    const sim = prepared().do('handOver', { to: 'CD' }).do('amend', 0, { staff: 'AB' });
    expect(signed(sim)).toBe('CD');
  });
});

describe('the only dose taken out, long after it could be undone', () => {
  it('lets the plan wait for a dose again, and begin with the next one', () => {
    const sim = dosed().until(9);
    expect(sim.state.phase!.id).toBe('build');
    sim.do('amend', zero(sim), null).until(40);
    expect(sim.state.doses).toEqual([]);
    expect(sim.state.phase).toMatchObject({ id: 'settle', enteredAt: 0 });
    sim.do('dose').until(41);
    expect(sim.state.phase).toMatchObject({ id: 'onset', enteredAt: 40 * MINUTE });
  });

  it('lets the plan that was changed to since wait for a dose', () => {
    const sim = dosed().until(9);
    const { protocol } = sim.session!;
    const phases = protocol.phases.map((phase) => ({ ...phase, id: `other-${phase.id}` }));
    sim.do('change', { protocol: { ...protocol, id: 'other', phases } });
    sim.do('amend', zero(sim), null).until(40);
    expect(sim.state.phase!.id).toBe('other-settle');
    sim.do('dose').until(41);
    expect(sim.state.phase).toMatchObject({ id: 'other-onset', enteredAt: 40 * MINUTE });
  });

  it('leaves a phase that somebody has chosen since', () => {
    const sim = dosed().until(9).do('goTo', 'peak');
    sim.do('amend', zero(sim), null);
    expect(sim.state.phase!.id).toBe('peak');
  });

  it('is an entry by its number, and by nothing that reads like one', () => {
    const sim = dosed();
    expect(refusal(() => sim.do('amend', `${zero(sim)}` as never, null))).toBe('unknown');
  });
});
