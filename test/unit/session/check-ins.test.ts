import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../../src/session/index.js';
import { other, plan } from './support/fixtures.js';
import { dosed, prepared, refusal } from './support/simulate.js';

const due = (sim: ReturnType<typeof dosed>) => sim.of('check-in-due').map(({ data }) => [data.id, data.t / MINUTE]);

describe('a check-in', () => {
  it('falls due on dose time and lapses by itself, once', () => {
    const sim = dosed(plan, 3).until(18);
    expect(sim.checkIn('look@15')).toMatchObject({ status: 'due', dueAt: 18 * MINUTE, lapsesAt: 23 * MINUTE });
    expect(sim.until(23).checkIn('look@15')!.status).toBe('lapsed');
    expect(
      sim
        .until(40)
        .of('check-in-lapsed')
        .filter(({ data }) => data.id === 'look@15'),
    ).toHaveLength(1);
  });

  it('stays on dose time whatever the phases do', () => {
    const sim = dosed().until(2).do('stay').until(20);
    expect(due(sim).map(([id]) => id)).toEqual(['bp@before', 'after@8', 'way@10', 'look@15', 'bp@20']);
  });

  it('can be answered in time, late, and for a moment before', () => {
    const sim = dosed().until(15).do('checkIn', 'look@15', { look: 'resting', note: 'calm' });
    expect(sim.last).toMatchObject({
      data: { id: 'look@15', t: 15 * MINUTE },
      private: { answer: { look: 'resting', note: 'calm' } },
    });
    sim.until(32).do('checkIn', 'bp@20', { systolic: 120, diastolic: 70 }, { ago: 12 * 60 });
    expect(sim.checkIn('bp@20')!.status).toBe('answered');
    expect(sim.last.data).toEqual({ id: 'bp@20', t: 20 * MINUTE });
    expect(refusal(() => sim.do('checkIn', 'bp@20', { systolic: 1 }))).toBe('not-now');
  });

  it('can be skipped, and still be answered after all', () => {
    const sim = dosed().until(15).do('skipCheckIn', 'look@15', 'asleep');
    expect(sim.last.private).toEqual({ reason: 'asleep' });
    expect(sim.until(25).checkIn('look@15')!.status).toBe('skipped');
    expect(refusal(() => sim.do('skipCheckIn', 'look@15'))).toBe('not-now');
    expect(sim.do('checkIn', 'look@15', { look: 'spoke' }).checkIn('look@15')!.status).toBe('answered');
  });

  it('deferred keeps its id and gets a new time and a new window', () => {
    const sim = dosed().until(17).do('laterCheckIn', 'look@15');
    expect(sim.checkIn('look@15')).toMatchObject({ status: 'deferred', dueAt: 22 * MINUTE });
    expect(
      sim
        .until(21)
        .of('check-in-lapsed')
        .map(({ data }) => data.id),
    ).not.toContain('look@15');
    expect(sim.until(22).checkIn('look@15')).toMatchObject({
      status: 'due',
      dueAt: 22 * MINUTE,
      lapsesAt: 27 * MINUTE,
    });
    expect(sim.until(27).checkIn('look@15')!.status).toBe('lapsed');
    expect(refusal(() => sim.do('laterCheckIn', 'look@15'))).toBe('not-now');
    expect(refusal(() => sim.do('laterCheckIn', 'bp@20', 0))).toBe('bad-value');
  });

  it('does not lapse while it holds something half typed', () => {
    const sim = dosed();
    sim.typing.add('look@15');
    expect(sim.until(40).checkIn('look@15')!.status).toBe('due');
    sim.typing.clear();
    expect(sim.until(41).checkIn('look@15')!.status).toBe('lapsed');
  });

  it('coinciding with another falls due with it', () => {
    const sim = dosed({ ...plan, checkIns: [plan.checkIns[0]!, { ...plan.checkIns[1]!, at: [15] }] }).until(15);
    expect(sim.ids('due')).toEqual(['look@15', 'bp@15']);
  });

  it('of a minute and of an interval at once is one', () => {
    const sim = dosed({ ...plan, checkIns: [{ ...plan.checkIns[0]!, at: [5, 15] }] }).until(31);
    expect(due(sim)).toEqual([
      ['look@5', 5],
      ['look@15', 15],
      ['look@30', 30],
    ]);
  });

  it('begins after one minute and ends with another, where the plan says so', () => {
    const sim = dosed({ ...plan, checkIns: [{ ...plan.checkIns[0]!, after: 40, every: 15, until: 70 }] }).until(120);
    expect(due(sim)).toEqual([
      ['look@55', 55],
      ['look@70', 70],
    ]);
  });

  it('limited to phases is asked in these alone, even where one begins late', () => {
    const sim = dosed().until(4).do('stay').until(13.5).do('goOn').until(40);
    // onset until 13.5, build until 23.5, peak from then on: of minutes 3, 14 and 25 only the last is met.
    expect(due(sim).filter(([id]) => String(id).startsWith('deep'))).toEqual([['deep@25', 25]]);
  });

  it('unknown, or not due yet, is refused', () => {
    const sim = dosed().until(3);
    for (const id of ['look@15', 'nothing', '', null as never, {} as never])
      expect(refusal(() => sim.do('checkIn', id, { look: 'resting' }))).toBe('unknown');
  });
});

describe('before the dose', () => {
  it('is due at once and waits, and has its window from the dose on', () => {
    const sim = prepared().catchUp();
    expect(sim.checkIn('bp@before')).toMatchObject({ status: 'due', lapsesAt: null });
    expect(sim.until(90).do('open').until(180).checkIn('bp@before')!.status).toBe('due');
    sim.do('dose');
    expect(sim.checkIn('bp@before')!.lapsesAt).toBe(190 * MINUTE);
    expect(sim.until(190).checkIn('bp@before')!.status).toBe('lapsed');
  });

  it('waits again when the dose was a mistake', () => {
    const sim = dosed().do('undo');
    expect(sim.checkIn('bp@before')!.lapsesAt).toBeNull();
    expect(sim.until(30).do('dose').checkIn('bp@before')!.lapsesAt).toBe(40 * MINUTE);
  });

  it('put off beyond the dose has its window from then', () => {
    const sim = prepared().do('open').catchUp().do('laterCheckIn', 'bp@before', 10).until(5).do('dose').until(10);
    expect(sim.checkIn('bp@before')).toMatchObject({ status: 'due', dueAt: 10 * MINUTE, lapsesAt: 20 * MINUTE });
  });
});

describe('at the end', () => {
  it('`end` is due when closing begins, and waits', () => {
    const sim = dosed().until(50).do('close').until(200);
    expect(sim.checkIn('bp@end')).toMatchObject({ status: 'due', dueAt: 50 * MINUTE, lapsesAt: null });
  });

  it('closing ends what repeats, and nothing else', () => {
    const sim = dosed().until(16).do('close').until(70);
    expect(due(sim).map(([id]) => id)).toEqual([
      'bp@before',
      'after@8',
      'way@10',
      'look@15',
      'deep@14',
      'bp@end',
      'bp@20',
      'deep@25',
      'bp@40',
    ]);
  });

  it('an interval whose last minute is named goes on until then', () => {
    const checkIns = [{ ...plan.checkIns[0]!, until: 45 }];
    expect(
      due(
        dosed({ ...plan, checkIns })
          .until(16)
          .do('close')
          .until(70),
      ),
    ).toEqual([
      ['look@15', 15],
      ['look@30', 30],
      ['look@45', 45],
    ]);
  });

  it('what is due lapses with the session, and what was never reached is not written', () => {
    const sim = dosed().until(21).do('laterCheckIn', 'bp@20').do('close').catchUp().do('end').until(60);
    expect(sim.ids('due')).toEqual([]);
    expect(sim.ids('deferred')).toEqual([]);
    expect(sim.ids('lapsed')).toEqual(expect.arrayContaining(['bp@20', 'bp@end']));
    expect(sim.checkIn('bp@40')).toBeUndefined();
  });

  it('can be answered after the end', () => {
    const sim = dosed().until(16).do('end').until(20).do('checkIn', 'look@15', { look: 'resting' }, { ago: 300 });
    expect(sim.checkIn('look@15')!.status).toBe('answered');
    expect(sim.state.status).toBe('ended');
  });

  it('reopened in time, what the end lapsed is due again; what had lapsed is not', () => {
    const sim = dosed().until(21).do('end').until(22).do('reopen');
    expect(sim.ids('due')).toEqual(['bp@20']);
    expect(sim.ids('lapsed')).toContain('look@15');
    expect(sim.until(30).checkIn('bp@20')!.status).toBe('lapsed');
  });

  it('reopened late there is no burst of what nobody could have answered', () => {
    const sim = dosed().until(16).do('end').until(58).do('reopen').catchUp();
    expect(sim.ids('due')).toEqual([]);
    expect(sim.of('check-in-due').map(({ data }) => data.id)).not.toContain('look@30');
    expect(sim.until(61).ids('due')).toEqual(['look@60']);
  });
});

describe('answers', () => {
  const protocol = {
    ...plan,
    checkIns: (['look', 'rate', 'vitals', 'choice', 'task'] as const).map((kind) => ({
      id: kind,
      kind,
      ask: kind,
      at: ['before' as const],
      window: 5,
      ...(kind === 'choice' && { options: ['in', 'out'] }),
    })),
  };

  it.each([
    [
      'look',
      [{ look: 'resting' }, { look: 'needs-support', note: 'hand held' }],
      [{ look: 'fine' }, { look: 'spoke', note: 5 }, {}],
    ],
    ['rate', [{ value: 0 }, { value: 10 }], [{ value: -1 }, { value: 10.5 }, { value: '5' }, { value: NaN }, {}]],
    [
      'vitals',
      [{ systolic: 120, diastolic: 80 }, { spo2: 97 }, { heartRate: 60, respirations: 14 }],
      [{}, { systolic: 401 }, { spo2: 101 }, { spo2: 0 }, { heartRate: '60' }, { systolic: 120, diastolic: -1 }],
    ],
    ['choice', [{ option: 'in' }], [{ option: 'up' }, { option: 0 }, {}]],
    ['task', [{ done: true }], [{ done: false }, {}]],
  ] as const)('to a %s are taken in range and refused out of it', (kind, good, wrong) => {
    for (const answer of good) {
      const sim = prepared(protocol)
        .catchUp()
        .do('checkIn', `${kind}@before`, answer as never);
      expect(sim.last.private!.answer).toEqual(answer);
    }
    const sim = prepared(protocol).catchUp();
    const { session } = sim;
    for (const answer of [...wrong, null, undefined, 'yes', 3, [], () => 0])
      expect(refusal(() => sim.do('checkIn', `${kind}@before`, answer as never))).toBe('bad-value');
    expect(sim.session).toBe(session);
  });

  it('are among those that were offered, though the protocol has changed since', () => {
    const sim = dosed().until(10).do('change', { protocol: other });
    expect(refusal(() => sim.do('checkIn', 'way@10', { option: 'up' }))).toBe('bad-value');
    expect(refusal(() => sim.do('checkIn', 'way@10', { option: 'in' }))).toBeNull();
  });

  it('keep nothing that was not asked for', () => {
    const sim = prepared(protocol)
      .catchUp()
      .do('checkIn', 'rate@before', { value: 3, name: 'Ada' } as never);
    expect(sim.last.private).toEqual({ answer: { value: 3 } });
  });

  it('can be recorded though nobody asked', () => {
    const sim = dosed().until(5).do('record', 'vitals', { heartRate: 70 }, { ago: 60 });
    expect(sim.last).toMatchObject({
      type: 'recorded',
      data: { kind: 'vitals', t: 4 * MINUTE },
      private: { answer: { heartRate: 70 } },
    });
    expect(refusal(() => sim.do('record', 'mood' as never, { value: 1 }))).toBe('bad-value');
    expect(refusal(() => sim.do('record', 'constructor' as never, { value: 1 }))).toBe('bad-value');
  });
});
